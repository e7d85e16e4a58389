import type { Refused } from '@pingting/contract'
import type { Ending } from '@pingting/contract/words/parking/books'
import { useEffect, useState } from 'react'
import { ask } from '../../hub/http.ts'

export interface Told {
  endings: Ending[]
  /** More than are told where there are very many. */
  tally: number
}
/** What was just ended is written down a moment later. */
const AFTER_MS = 1_000

/** @param news changes where something was ended meanwhile */
export function useEndings(
  lotId: string,
  from: string,
  to: string,
  news: unknown,
): { told?: Told | undefined; refused?: Refused } {
  const [found, setFound] = useState<{ told?: Told; refused?: Refused }>({})
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is news is looked at, and not used.
  useEffect(() => {
    let isWanted = true
    const path = `/api/lots/${encodeURIComponent(lotId)}/endings?from=${from}&to=${to}`
    const look = async (): Promise<void> => {
      const reply = await ask<Told>(path)
      if (isWanted) setFound(reply.ok ? { told: reply.value } : { refused: reply })
    }
    void look()
    const timer = setTimeout(look, AFTER_MS)
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [lotId, from, to, news])
  return found
}
