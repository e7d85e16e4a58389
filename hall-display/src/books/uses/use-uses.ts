import type { Refused } from '@pingting/contract'
import type { DayUse } from '@pingting/contract/words/parking/uses'
import { type BusinessDay, daysBefore, MINUTE_MS } from '@pingting/contract/words/time'
import { useEffect, useState } from 'react'
import { ask } from '../../hub/http.ts'

/** As often as the books are drawn. */
const AGAIN_MS = 5 * MINUTE_MS

/** So many days up to today, the first of them first. */
export function useUses(lotId: string, today: BusinessDay, days: number): { uses?: DayUse[]; refused?: Refused } {
  const [told, setTold] = useState<{ uses?: DayUse[]; refused?: Refused }>({})
  useEffect(() => {
    let isWanted = true
    const path = `/api/lots/${encodeURIComponent(lotId)}/uses?from=${daysBefore(today, days - 1)}&to=${today}`
    const look = async (): Promise<void> => {
      const reply = await ask<DayUse[]>(path)
      if (isWanted) setTold(reply.ok ? { uses: reply.value } : { refused: reply })
    }
    void look()
    const timer = setInterval(look, AGAIN_MS)
    return () => {
      isWanted = false
      clearInterval(timer)
    }
  }, [lotId, today, days])
  return told
}
