import type { Instant } from '@pingting/contract'

/** `queuedAt ticketId` of everybody who waits, sorted, so that it is known at once who waits longest, and how many too long. */
export type Line = string[]

export function standIn(line: Line, queuedAt: Instant, ticketId: string, sign: 1 | -1): void {
  const entry = `${queuedAt} ${ticketId}`
  const place = placeOf(line, entry)
  if (sign === 1) line.splice(place, 0, entry)
  else line.splice(place, 1)
}

/** How many wait since this instant, or longer. */
export const tallySince = (line: Line, at: Instant): number => placeOf(line, `${at}~`)

/** Where the entry stands or would stand, by halving. */
function placeOf(line: Line, entry: string): number {
  let from = 0
  let to = line.length
  while (from < to) {
    const middle = (from + to) >> 1
    if (line[middle]! < entry) from = middle + 1
    else to = middle
  }
  return from
}
