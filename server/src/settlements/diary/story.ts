import type { BusinessDay, Event, EventOf, Instant } from '@pingting/contract'

/** One thing that happened to an exemption, and what was said of it. */
export interface Moment {
  at: Instant
  type: Event['type']
  said: Record<string, string | number>
}

/** Whom a story is about: the exemption, the ticket it was earned with, and the car's stay. Filled in as it is told. */
export interface Subject {
  exemptionId: string
  ticketId: string
  /** Empty until the grant has named it. */
  stayId: string
  /** Keys of breaks that are about it and not named after it. */
  breaks: Set<string>
  /** By business day, the last version of the settlement that its use stands in. */
  settled: Map<BusinessDay, number>
}

export const subjectOf = (exemptionId: string, ticketId: string): Subject => ({
  ...{ exemptionId, ticketId, stayId: '', breaks: new Set(), settled: new Map() },
})

/** Of the ticket only what earned it. */
const OF_TICKET: ReadonlySet<string> = new Set([
  ...['ticket.taken', 'ticket.completed', 'evaluation.submitted'],
  ...['plate.bound', 'plate.corrected', 'exemption.withheld'],
])

/** No level, no words of a citizen, nobody's name and no plate: those are not the car park's to read. */
const TOLD = [
  ...['reason', 'freeMinutes', 'minutes', 'minutesApplied', 'paidFen', 'feeBeforeFen', 'feeWaivedFen', 'feeAfterFen'],
  ...['enteredAt', 'paidAt', 'exitedAt', 'deniedAt', 'notAfter', 'laneId', 'gateSeq', 'ledgerSeq'],
  ...['matchClass', 'amountFen', 'kind', 'how', 'mismatch', 'endedAs', 'side', 'evidence'],
]

/** The next event of a stream, in its order. @returns nothing where it is about something else. */
export function momentOf(event: Event, subject: Subject): Moment | undefined {
  if (event.type === 'exemption.granted' && event.exemptionId === subject.exemptionId) subject.stayId = event.stayId
  if (event.type === 'settlement.drawn') return drawn(event, subject)
  if (event.type === 'settlement.closed') return closed(event, subject)
  if (event.type === 'settlement.fileTaken') return filed(event, subject)
  const fields = event as Event & Record<string, unknown>
  if (!isAbout(fields, subject)) return undefined
  if (event.type === 'break.opened' || event.type === 'break.reclassified') subject.breaks.add(event.key)
  const asked = event.type === 'exemption.confirmed' && event.asked === true ? { how: 'asked' } : {}
  return { at: event.at, type: event.type, said: { ...saidOf(fields), ...asked } }
}

/** Both sides book its use alike: a line of the settlement; or it was one, and is no more. */
function drawn({ type, at, businessDay, version, rows }: EventOf<'settlement.drawn'>, subject: Subject) {
  const { exemptionId, settled } = subject
  const row = rows.filter(row => row.kind === 'use').find(({ key }) => key === exemptionId)
  if (row === undefined)
    return settled.delete(businessDay) ? { at, type, said: { businessDay, version, how: 'left' } } : undefined
  settled.set(businessDay, version)
  const { minutes, feeWaivedFen } = row
  return { at, type, said: { businessDay, version, matchClass: 'M0', minutes, feeWaivedFen } }
}

const closed = ({ type, at, businessDay, version }: EventOf<'settlement.closed'>, { settled }: Subject) =>
  settled.get(businessDay) === version ? { at, type, said: { businessDay, version } } : undefined

function filed({ type, at, businessDay, exits }: EventOf<'settlement.fileTaken'>, { exemptionId }: Subject) {
  const exit = exits.find(({ key }) => key === exemptionId)
  return exit === undefined ? undefined : { at, type, said: { businessDay, ...saidOf(exit) } }
}

function saidOf(fields: Readonly<Record<string, unknown>>): Moment['said'] {
  const said = TOLD.flatMap(name => {
    const value = fields[name]
    return typeof value === 'string' || typeof value === 'number' ? [[name, value] as const] : []
  })
  return Object.fromEntries(said)
}

function isAbout(event: Event & Record<string, unknown>, subject: Subject): boolean {
  const { exemptionId, ticketId, stayId, breaks } = subject
  if (event['exemptionId'] === exemptionId || event['key'] === exemptionId) return true
  if (event.type.startsWith('stay.')) return event['stayId'] === stayId && event['exemptionId'] === undefined
  if (breaks.has(String(event['key']))) return true
  return OF_TICKET.has(event.type) && event['ticketId'] === ticketId
}
