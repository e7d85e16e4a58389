import type { Refused } from '@pingting/contract'
import { useCallback, useEffect, useState } from 'react'
import { ask } from '../../hub/http.ts'
import { nowMs } from '../../hub/store.ts'

export interface Asked<T> {
  value?: T
  /** Business ms of the answer. */
  asOfMs?: number
  /** The hub does not answer just now; what it answered last stands. */
  away: boolean
  /** What it answered instead. */
  refused?: Refused
  /** Asks at once. */
  renew(): void
}

const PASSING: ReadonlySet<string> = new Set(['hub.unavailable', 'hub.busy', 'request.too-many'])
const AGAIN_MS = 4_000

/** What the hub answers to a question, asked again every so often; an answer to an earlier question is never shown. */
export function useAsked<T>(path: string, everyMs: number, body?: string): Asked<T> {
  const [known, setKnown] = useState<{ of: string; asked: Omit<Asked<T>, 'renew'> }>()
  const [round, setRound] = useState(0)
  const question = `${path} ${body ?? ''}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` is what asks again.
  useEffect(() => {
    let over = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const run = async (): Promise<void> => {
      const reply = await ask<T>(path, body === undefined ? {} : { body: JSON.parse(body) as object })
      if (over) return
      const passing = !reply.ok && PASSING.has(reply.code)
      setKnown(before => {
        const last = before?.of === question ? before.asked : { away: false }
        if (reply.ok) return { of: question, asked: { value: reply.value, asOfMs: nowMs(), away: false } }
        return { of: question, asked: passing ? { ...last, away: true } : { away: false, refused: reply } }
      })
      timer = setTimeout(run, passing ? AGAIN_MS : everyMs)
    }
    void run()
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [path, body, everyMs, round])
  const renew = useCallback(() => setRound(n => n + 1), [])
  return { ...(known?.of === question ? known.asked : { away: false }), renew }
}
