import type { Event, ExemptionRow } from '@pingting/contract'

/** Told of an order, nobody knows by it whether the gate has it. */
const OPEN: ReadonlySet<Event['type']> = new Set(['exemption.granted', 'exemption.sent', 'exemption.doubted'])
/** And with one of these it is known. */
const KNOWN: ReadonlySet<Event['type']> = new Set([
  ...(['exemption.confirmed', 'exemption.refused', 'exemption.honoured', 'exemption.settled'] as const),
  ...(['exemption.revoked', 'exemption.expired', 'exemption.writtenOff'] as const),
])

/**
 * How the list that operators work with differs from what was told of each order, when all is quiet. It is judged by what
 * was told last, and not by the flag that the list itself is made of: a flag that is lost or left would be so in both.
 */
export function doubtsBeside(events: readonly Event[], rows: Readonly<Record<string, ExemptionRow>>) {
  const open = new Set<string>()
  for (const event of events) {
    if (!('exemptionId' in event) || event.exemptionId === undefined) continue
    if (OPEN.has(event.type)) open.add(event.exemptionId)
    if (KNOWN.has(event.type)) open.delete(event.exemptionId)
  }
  const doubts = Object.keys(rows).filter(id => rows[id]!.unknown)
  const listed = new Set(doubts)
  return {
    doubts,
    /** Of which nobody knows, and which nobody is asked about. */
    unlisted: [...open].filter(id => !listed.has(id)),
    /** Known, and asked about all the same. */
    misled: doubts.filter(id => !open.has(id)),
  }
}
