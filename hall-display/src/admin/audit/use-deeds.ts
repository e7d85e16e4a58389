import type { Refused } from '@pingting/contract'
import type { Deeds } from '@pingting/contract/words/setup/setup'
import { useEffect, useState } from 'react'
import { ask } from '../../hub/http.ts'

/** A whole day of a busy hall is read for the answer. */
const TIMEOUT_MS = 30_000

/** `all` narrows nothing down. */
export interface Narrowed {
  day: string
  who: string
  staffId: string
  about: string
}

/** What was done on a day, as of the moment it was asked for. */
export function useDeeds(hallId: string, { day, who, staffId, about }: Narrowed) {
  const [told, setTold] = useState<{ deeds?: Deeds; refused?: Refused }>({})
  useEffect(() => {
    let isWanted = true
    const asked = new URLSearchParams({ day })
    for (const [name, value] of Object.entries({ who, staffId, about })) if (value !== 'all') asked.set(name, value)
    setTold({})
    void ask<Deeds>(`/api/halls/${encodeURIComponent(hallId)}/audit?${asked}`, { timeoutMs: TIMEOUT_MS }).then(
      reply => {
        if (isWanted) setTold(reply.ok ? { deeds: reply.value } : { refused: reply })
      },
    )
    return () => {
      isWanted = false
    }
  }, [hallId, day, who, staffId, about])
  return told
}
