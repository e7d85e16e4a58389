import type { ClosedShift, Refused, SettlementAdjustment } from '@pingting/contract'
import { useCallback, useEffect, useState } from 'react'
import { ask } from '../../hub/http.ts'

export interface Sum {
  count: number
  minutes: number
  amountFen: number
}

/** The books of a day as the hub draws them. */
export interface DayBooks {
  businessDay: string
  drawnAt: string
  adjustments: SettlementAdjustment[]
  /** Of every key but those that fit and were not used. */
  verdicts: { key: string; matchClass: string }[]
  shifts: ClosedShift[]
  /** `whole`: what is settled and what was adjusted, as the settlement has it. */
  totals: { settled: Sum; whole: Sum } & Record<'byLane' | 'byShift' | 'byCounter' | 'byPolicy', Record<string, Sum>>
}

export interface Looking {
  books?: DayBooks
  refused?: Refused
  busy: boolean
  /** Looks again; an operator's look also tells what is news, and draws the next version where there is one. */
  look(): void
}

export const booksPath = (lotId: string, day: string): string =>
  `/api/lots/${encodeURIComponent(lotId)}/days/${encodeURIComponent(day)}/books`

/** Asked for when the page opens, when the day changes, and by hand. */
export function useDayBooks(lotId: string, day: string, tells: boolean): Looking {
  const [told, setTold] = useState<{ books?: DayBooks; refused?: Refused }>({})
  const [busy, setBusy] = useState(false)
  const send = useCallback(
    async (anew: boolean, isWanted: () => boolean) => {
      setBusy(true)
      const reply = await ask<DayBooks>(booksPath(lotId, day), anew && tells ? { body: {} } : {})
      if (!isWanted()) return
      setBusy(false)
      setTold(reply.ok ? { books: reply.value } : { refused: reply })
    },
    [lotId, day, tells],
  )
  useEffect(() => {
    let isWanted = true
    void send(false, () => isWanted)
    return () => {
      isWanted = false
    }
  }, [send])
  return { ...told, busy, look: () => void send(true, () => true) }
}
