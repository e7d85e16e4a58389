import type { Refused } from '@pingting/contract'
import { MINUTE_MS } from '@pingting/contract/words/time'
import { useEffect, useState } from 'react'
import { ask } from '../../hub/http.ts'

const AGAIN_MS = MINUTE_MS

interface Told<T> {
  path: string
  value?: T
  refused?: Refused
}

/** What stands at a path of the hub, asked for again each minute; nothing of another path meanwhile. */
export function useAsked<T>(path: string): { value?: T; refused?: Refused } {
  const [told, setTold] = useState<Told<T>>({ path })
  useEffect(() => {
    let isWanted = true
    const look = async (): Promise<void> => {
      const reply = await ask<T>(path)
      if (isWanted) setTold(reply.ok ? { path, value: reply.value } : { path, refused: reply })
    }
    void look()
    const timer = setInterval(look, AGAIN_MS)
    return () => {
      isWanted = false
      clearInterval(timer)
    }
  }, [path])
  return told.path === path ? told : {}
}

/** `name` is of a route: `trend`, `ratings.csv`. Both days are included. */
export const periodPath = (hallId: string, name: string, from: string, to: string): string =>
  `/api/halls/${encodeURIComponent(hallId)}/${name}?from=${from}&to=${to}`
