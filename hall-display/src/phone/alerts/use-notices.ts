import type { TicketFrame, TicketRow } from '@pingting/contract/words/screen'
import { useEffect, useRef, useState } from 'react'
import { noticeAfter, type Standing, standingOf } from './notices.ts'
import { ringFor } from './ring.ts'

/**
 * Rings as the ticket moves up and when it is called.
 *
 * @param ticket undefined while what is shown is only kept.
 * @param wordsFor a place in the line, or the call where no place is given.
 * @returns the last place in the line that was told of.
 */
export function useNotices(
  ticket: TicketRow | undefined,
  frame: TicketFrame | undefined,
  wordsFor: (ahead?: number) => string,
): string | undefined {
  const before = useRef<Standing>(undefined)
  const [ahead, setAhead] = useState<number>()
  // Told once for each step, in the words of that moment; another language is no step.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => {
    if (ticket === undefined) return
    const now = standingOf(ticket, frame)
    const notice = noticeAfter(before.current, now)
    // A ticket is there before its figures are: what was known of its place stays known until then.
    before.current = { ...(before.current?.waiting && before.current), ...now }
    if (notice === undefined) return
    const reached = 'ahead' in notice ? notice.ahead : undefined
    setAhead(reached)
    ringFor(ticket.number, wordsFor(reached), reached === undefined)
  }, [ticket, frame])
  return ahead === undefined ? undefined : wordsFor(ahead)
}
