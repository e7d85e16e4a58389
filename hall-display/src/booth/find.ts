import { nearPlates, oneOff, parseEnding } from '@pingting/contract/words/parking/near-plates'
import { isSlip, normalisePlate } from '@pingting/contract/words/plates'
import type { ExemptionRow, Screen, StayRow, WithheldRow } from '@pingting/contract/words/screen'

/** Why a car is among the answers. */
export type How = 'plate' | 'ticket' | 'ending' | 'near'

/** A car, or one that a ticket names and that nobody saw come in, with the newest that was decided of it. */
export interface Found {
  /** Tells it from the others while the answer changes under somebody's eyes. */
  key: string
  how: How
  plate: string
  stay?: StayRow
  exemption?: ExemptionRow
  withheld?: WithheldRow
  /** Of a car nothing was decided of: whoever bound a plate one character off, and waits for a car that is not inside. */
  mistyped?: WithheldRow
}

export type Asked = Pick<Screen, 'stays' | 'exemptions' | 'withheld'>

/** As many as an attendant looks through while a car waits. */
const AT_MOST = 5
/** A letter and three digits, as tickets are called. */
const TICKET = /^[A-Z]\d{3}$/
/** Before the number of a ticket stands its day. */
const DAY_CHARS = 9

/**
 * FA95: the cars somebody at a booth may mean, at most five. A whole plate comes first, then its ticket, then those that
 * end so, then those one character off; cars inside before cars that have left, the latest entered first.
 * @returns undefined while what was typed is too short to say anything (three characters)
 */
export function carsMeant(raw: string, asked: Asked): Found[] | undefined {
  const text = normalisePlate(raw)
  if (parseEnding(raw) === undefined && !isSlip(text) && text.length < PLATE_AT_LEAST) return undefined
  const stays = Object.values(asked.stays).sort(insideThenLatest)
  const found = new Map<string, Found>()
  const take = (one: Found): void => {
    if (!found.has(one.key)) found.set(one.key, one)
  }
  const cars = (chosen: readonly StayRow[], how: How): void => {
    for (const stay of chosen) take(ofStay(stay, how, asked))
  }
  cars(
    stays.filter(stay => namesOf(stay).includes(text)),
    'plate',
  )
  if (TICKET.test(text)) for (const one of byTicket(text, asked)) take(one)
  for (const one of withoutStay(text, asked)) take(one)
  cars(
    stays.filter(stay => namesOf(stay).some(name => name.endsWith(text))),
    'ending',
  )
  cars(nearPlates(text, stays), 'near')
  return [...found.values()].slice(0, AT_MOST)
}

/** The shortest plate there is has seven. */
const PLATE_AT_LEAST = 7

/** A car whose plate was put right is asked for by either. */
const namesOf = ({ plate, gatePlate }: StayRow): string[] => [plate, gatePlate].filter(name => name !== undefined)

function insideThenLatest(a: StayRow, b: StayRow): number {
  const inside = Number(a.exitedAt !== undefined) - Number(b.exitedAt !== undefined)
  return inside || b.enteredAt.localeCompare(a.enteredAt)
}

function ofStay(stay: StayRow, how: How, asked: Asked): Found {
  const { stayId, plate = '' } = stay
  const exemption = newest(Object.values(asked.exemptions).filter(row => row.stayId === stayId))
  const withheld = plate === '' ? undefined : latest(Object.values(asked.withheld).filter(isOf(stay, plate)))
  const mistyped = exemption === undefined && withheld === undefined ? waitingForNear(plate, asked) : undefined
  return { key: stayId, how, plate, stay, ...withReason(exemption, withheld), ...(mistyped && { mistyped }) }
}

/** By two clocks, the gate's and the hub's. */
const SKEW_MS = 120_000

/** What was said before the car came in this time is of a visit before. */
const isOf =
  ({ enteredAt }: StayRow, plate: string) =>
  (row: WithheldRow): boolean =>
    row.plate === plate && Date.parse(row.at) >= Date.parse(enteredAt) - SKEW_MS

const latest = (rows: WithheldRow[]): WithheldRow | undefined => rows.sort((a, b) => b.at.localeCompare(a.at))[0]

const waitingForNear = (plate: string, { withheld }: Asked): WithheldRow | undefined =>
  Object.values(withheld).find(row => row.reason === 'NOT_INSIDE' && oneOff(row.plate ?? '', plate) !== undefined)

/** What an exemption says goes before a reason why there was none: the reason is older, or another ticket's. */
function withReason(exemption?: ExemptionRow, withheld?: WithheldRow): Pick<Found, 'exemption' | 'withheld'> {
  if (exemption !== undefined) return { exemption }
  return withheld === undefined ? {} : { withheld }
}

/** Today's tickets of that number and yesterday's, the newest first. */
function byTicket(number: string, asked: Asked): Found[] {
  const exemptions = Object.values(asked.exemptions).filter(row => numberOf(row.ticketId) === number)
  const withheld = Object.values(asked.withheld).filter(row => numberOf(row.ticketId) === number)
  const tickets = [...new Set([...exemptions, ...withheld].map(row => row.ticketId))].sort().reverse()
  return tickets.map(ticketId => {
    const exemption = newest(exemptions.filter(row => row.ticketId === ticketId))
    const reason = withheld.find(row => row.ticketId === ticketId)
    const stay = exemption && asked.stays[exemption.stayId]
    const plate = exemption?.plate ?? reason?.plate ?? ''
    return {
      ...{ key: stay?.stayId ?? ticketId, how: 'ticket', plate, ...(stay && { stay }) },
      ...withReason(exemption, reason),
    }
  })
}

/** Whoever rated and bound this plate while the gate saw no such car: the likeliest reason of a dispute at the barrier. */
function withoutStay(plate: string, asked: Asked): Found[] {
  if (Object.values(asked.stays).some(stay => namesOf(stay).includes(plate))) return []
  return Object.values(asked.withheld)
    .filter(row => row.plate === plate)
    .map(withheld => ({ key: withheld.ticketId, how: 'plate', plate, withheld }))
}

const numberOf = (ticketId: string): string => ticketId.slice(DAY_CHARS)

const newest = (rows: ExemptionRow[]): ExemptionRow | undefined =>
  rows.sort((a, b) => b.grantedAt.localeCompare(a.grantedAt))[0]
