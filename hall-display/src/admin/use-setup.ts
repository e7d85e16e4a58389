import type { Refused } from '@pingting/contract'
import type { HallSetup, StaffRow } from '@pingting/contract/words/setup/setup'
import { useCallback, useEffect, useState } from 'react'
import { ask } from '../hub/http.ts'

/** Devices come and go. */
const AGAIN_MS = 5_000

export interface Told {
  setup?: HallSetup
  /** Only admins are told. */
  staff?: StaffRow[]
  /** The last question was not answered; what is there is older. */
  refused?: Refused
  /** After a change of one's own. */
  again(): void
}

/** How the hall is set up, as of a few seconds ago. */
export function useSetup(hallId: string, isAdmin: boolean): Told {
  const [told, setTold] = useState<Omit<Told, 'again'>>({})
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` is what asks again.
  useEffect(() => {
    let isWanted = true
    const look = async (): Promise<void> => {
      const setup = await ask<HallSetup>(`/api/halls/${encodeURIComponent(hallId)}/setup`)
      const staff = isAdmin ? await ask<StaffRow[]>('/api/accounts') : undefined
      if (!isWanted) return
      const refused = setup.ok ? (staff?.ok === false ? staff : undefined) : setup
      setTold(before => ({
        ...(setup.ok ? { setup: setup.value } : before.setup && { setup: before.setup }),
        ...(staff?.ok ? { staff: staff.value } : before.staff && { staff: before.staff }),
        ...(refused && { refused }),
      }))
    }
    void look()
    const timer = setInterval(look, AGAIN_MS)
    return () => {
      isWanted = false
      clearInterval(timer)
    }
  }, [hallId, isAdmin, round])
  const again = useCallback(() => setRound(n => n + 1), [])
  return { ...told, again }
}
