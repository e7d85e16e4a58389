import {
  businessDayOf,
  type ExemptionRow,
  type HallHead,
  type Instant,
  maskPlate,
  publishedCalendar,
  type Screen,
  type ScreenFrame,
  type TicketFrame,
  type TicketRow,
} from '@pingting/contract'
import { counterRow } from '../../counters/view.ts'
import type { HallState, LotHouse } from '../../domain.ts'
import { countersShowing, ratingOf, visitorAt } from '../../evaluations/view.ts'
import {
  exemptionRows,
  exemptionRowsForBridge,
  exemptionRowsForOperator,
  mismatchRows,
  plateOfTicket,
  policyRows,
  withheldRows,
} from '../../exemptions/view.ts'
import { hallHead, hallHeadOn } from '../../halls/view.ts'
import { foreignRows, lotFrame, lotHead, lotHeadForBridge, lotHeadForOperator, stayRows } from '../../lots/view.ts'
import { hallFrame, waitErrorOn } from '../../metrics/view.ts'
import { caseRows, fateOf } from '../../rectifications/view.ts'
import { breakRows, closingRows } from '../../settlements/view.ts'
import type { Ticket } from '../../tickets/ticket.ts'
import { aheadOf, callRows, estimate, floorTickets, outlooks, ticketRow } from '../../tickets/view.ts'
import type { Hub } from '../dispatch.ts'
import type { Where } from './audience.ts'
import { officeFrame, type Surroundings, wallFrame } from './office.ts'
import type { Shown } from './publish.ts'

const NOWHERE: Where = {
  tabletsOf: () => [],
  counterIds: () => [],
  ticketIds: () => [],
  lotIds: () => [],
  ticketOf: () => undefined,
  lotOf: () => undefined,
  plateOf: () => undefined,
}

export const whereIn = (state: HallState | undefined): Where =>
  state === undefined
    ? NOWHERE
    : {
        tabletsOf: ticketId => countersShowing(state.evaluations, ticketId),
        counterIds: () => [...state.counters.counters.keys()],
        ticketIds: () => [...state.tickets.tickets.keys()],
        lotIds: () => state.halls.hall?.lotIds ?? [],
        ticketOf: exemptionId => state.exemptions.exemptions.get(exemptionId)?.ticketId,
        lotOf: exemptionId => state.exemptions.exemptions.get(exemptionId)?.lotId,
        // The plate it was withheld for: one corrected since, in the same batch even, is not meant.
        plateOf: ticketId => state.exemptions.claims.get(ticketId)?.withheld?.plate?.text,
      }

const EMPTY: Screen = {
  counters: {},
  tickets: {},
  calls: [],
  exemptions: {},
  withheld: {},
  stays: {},
  foreign: {},
  mismatches: {},
  breaks: {},
  closings: {},
}

/** What a hall shows each audience, drawn fresh from its state. A face folds envelopes to the very same. */
export function hallShown(state: HallState, now: Instant, around: () => Surroundings | undefined): Shown {
  return {
    where: whereIn(state),
    screen: audience => hallScreen(state, audience),
    frame: audience => hallFrameFor(state, audience, now, around),
  }
}

export function lotShown(state: LotHouse): Shown {
  const heads: Record<string, typeof lotHead> = { bridge: lotHeadForBridge, parking: lotHeadForOperator }
  return {
    where: NOWHERE,
    screen(audience) {
      const lot = (heads[audience] ?? lotHead)(state)
      const own = audience === 'parking' ? lotForOperator(state) : {}
      return { ...EMPTY, ...own, ...(lot === undefined ? {} : { lot }) }
    },
    frame: audience => (audience === 'parking' ? lotFrame(state) : undefined),
  }
}

const lotForOperator = (state: LotHouse): Partial<Screen> => ({
  ...{ stays: stayRows(state), foreign: foreignRows(state) },
  ...{ breaks: breakRows(state.settlements), closings: closingRows(state.settlements) },
})

function hallScreen(state: HallState, audience: string): Screen {
  const [kind, about = ''] = split(audience)
  const hall = headFor(state, kind, about)
  const base = { ...EMPTY, ...(hall === undefined ? {} : { hall }) }
  switch (kind) {
    case 'public':
      return { ...base, counters: publicCounters(state), calls: callRows(state.tickets) }
    case 'floor':
      return { ...base, ...floor(state) }
    case 'office':
      return { ...base, ...floor(state), cases: caseRows(state.rectifications) }
    case 'wall':
      return base
    case 'counter': {
      const visitor = visitorOfToday(state, about)
      const own = Object.fromEntries(Object.entries(counters(state)).filter(([counterId]) => counterId === about))
      return {
        ...base,
        counters: own,
        ...(visitor === undefined ? {} : visit(state, visitor, row => ({ ...row, plate: '' }))),
      }
    }
    case 'ticket':
      return { ...base, ...ownVisit(state, about) }
    case 'parking':
      return {
        ...base,
        exemptions: exemptionRowsForOperator(state.exemptions),
        withheld: withheldRows(state.exemptions),
        mismatches: mismatchRows(state.exemptions),
        policies: policyRows(state.exemptions),
      }
    default:
      return { ...base, exemptions: ofLot(exemptionRowsForBridge(state.exemptions), about) }
  }
}

/** All they are shown of a hall is its name and what it is made of. */
const HEARS_NO_POLICY: ReadonlySet<string> = new Set(['bridge', 'wall'])

/** The counters with who sits there, and the tickets of days not yet closed. */
const floor = (state: HallState): Pick<Screen, 'counters' | 'tickets'> => ({
  ...{ counters: counters(state), tickets: byTicket(floorTickets(state.tickets).map(staffRow)) },
})

/** Who is told of new policies holds them all; a ticket concerns its day alone, which its id begins with. */
function headFor({ halls }: HallState, kind: string, about: string): HallHead | undefined {
  if (HEARS_NO_POLICY.has(kind)) return hallHead({ ...halls, terms: [] })
  if (kind !== 'ticket') return hallHead(halls)
  return hallHeadOn(halls, `${about.slice(0, 4)}-${about.slice(4, 6)}-${about.slice(6, 8)}`)
}

const ofLot = (rows: Screen['exemptions'], lotId: string): Screen['exemptions'] =>
  Object.fromEntries(Object.entries(rows).filter(([, row]) => row.lotId === lotId))

/** A tablet forgets its last visitor when the day is closed. */
function visitorOfToday(state: HallState, counterId: string): string | undefined {
  const ticketId = visitorAt(state.evaluations, counterId)
  return state.tickets.tickets.get(ticketId ?? '')?.filed === false ? ticketId : undefined
}

/** Whether a visitor has rated is not the staff's to see. */
function staffRow(ticket: Ticket): TicketRow {
  const { rated: _, ...row } = ticketRow(ticket)
  return row
}

const byTicket = (rows: readonly TicketRow[]): Record<string, TicketRow> =>
  Object.fromEntries(rows.map(row => [row.ticketId, row]))

const counters = (state: HallState): Screen['counters'] =>
  Object.fromEntries([...state.counters.counters.values()].map(counter => [counter.counterId, counterRow(counter)]))

/** Without names, and without whom they serve: that is in the calls. Since when, and why, is for the staff. */
const publicCounters = (state: HallState): Screen['counters'] =>
  Object.fromEntries(
    Object.entries(counters(state)).map(([counterId, { counterId: id, label, profile, status }]) => [
      counterId,
      { counterId: id, label, profile, status },
    ]),
  )

function visitorRow(state: HallState, ticketId: string): TicketRow | undefined {
  const ticket = state.tickets.tickets.get(ticketId)
  const plate = plateOfTicket(state.exemptions, ticketId)
  return ticket === undefined
    ? undefined
    : { ...ticketRow(ticket), ...(plate === undefined ? {} : { plate: maskPlate(plate) }) }
}

/** On his own page a citizen reads again what the slip told him. */
function ownVisit(state: HallState, ticketId: string): Partial<Screen> {
  const fate = fateOf(state.rectifications, ticketId)
  const seen = {
    ...visit(state, ticketId, row => ({ ...row, plate: maskPlate(row.plate) })),
    ...(fate === undefined ? {} : { fate }),
  }
  const row = seen.tickets?.[ticketId]
  const told = state.tickets.tickets.get(ticketId)?.told
  return row === undefined || told === undefined ? seen : { ...seen, tickets: { [ticketId]: { ...row, told } } }
}

/** One ticket with its plate masked and what became of its free parking, for its owner and for the tablet before them. */
function visit(state: HallState, ticketId: string, seen: (row: ExemptionRow) => ExemptionRow): Partial<Screen> {
  const row = visitorRow(state, ticketId)
  if (row === undefined) return {}
  const own = Object.entries(exemptionRows(state.exemptions)).filter(([, exemption]) => exemption.ticketId === ticketId)
  const withheld = withheldRows(state.exemptions)[ticketId]
  return {
    tickets: { [ticketId]: row },
    exemptions: Object.fromEntries(own.map(([exemptionId, { sent: _, ...row }]) => [exemptionId, seen(row)])),
    withheld: withheld === undefined ? {} : { [ticketId]: { ticketId, reason: withheld.reason, at: withheld.at } },
  }
}

function hallFrameFor(
  state: HallState,
  audience: string,
  now: Instant,
  around: () => Surroundings | undefined,
): ScreenFrame | undefined {
  const [kind, about = ''] = split(audience)
  if (kind === 'public' || kind === 'floor') {
    const { spacesLeft, gateUsable } = lotFigures(around())
    return {
      ...hallFrame(state.metrics, businessDayOf(now), spacesLeft),
      ...(gateUsable === undefined ? {} : { gateUsable }),
      ...(kind === 'floor' ? { outlook: outlooks(state.tickets) } : {}),
    }
  }
  if (kind === 'office') return officeFrame(state, now)
  if (kind === 'wall') return wallFrame(state, now, around() ?? NOTHING_KNOWN)
  return kind === 'ticket' ? ticketFrame(state, about, now) : undefined
}

function ticketFrame(state: HallState, ticketId: string, now: Instant): TicketFrame {
  const rating = ratingOf(state.evaluations, ticketId, publishedCalendar)
  const place = state.tickets.tickets.get(ticketId)?.place
  const error =
    place?.status === 'waiting' ? waitErrorOn(state.metrics, businessDayOf(now), place.serviceCode) : undefined
  return {
    kind: 'ticket',
    aheadTally: aheadOf(state.tickets, ticketId) ?? 0,
    ...estimate(state.tickets, ticketId),
    ...(error === undefined ? {} : { waitError: error }),
    ...(rating?.ratingEndsAt === undefined ? {} : { ratingEndsAt: rating.ratingEndsAt }),
  }
}

const split = (audience: string): [string, string?] => {
  const colon = audience.indexOf(':')
  return colon < 0 ? [audience] : [audience.slice(0, colon), audience.slice(colon + 1)]
}

/**
 * What any stream shows, by its name; nothing where there is no such stream.
 * @param online the devices of a hall whose sockets are open, where that is known
 */
export const showing =
  (hub: Hub, online: (hallId: string) => ReadonlySet<string> | undefined) =>
  (stream: string): Shown | undefined => {
    const [kind, id = ''] = split(stream)
    if (kind === 'lot') {
      const lot = hub.stream('lot', id)?.peek()
      return lot === undefined ? undefined : lotShown(lot)
    }
    const hall = kind === 'hall' ? hub.stream('hall', id)?.peek() : undefined
    return hall === undefined
      ? undefined
      : hallShown(hall, hub.now(), () => ({ lots: lotsOf(hub, hall), online: online(id) }))
  }

const lotsOf = (hub: Hub, { halls }: HallState): LotHouse[] =>
  (halls.hall?.lotIds ?? []).flatMap(lotId => hub.stream('lot', lotId)?.peek() ?? [])

/** Where a hall is drawn alone. */
const NOTHING_KNOWN: Surroundings = { lots: [], online: undefined }

/** Of all lots of a hall together. */
function lotFigures({ lots }: Surroundings = NOTHING_KNOWN): { spacesLeft?: number; gateUsable?: boolean } {
  if (lots.length === 0) return {}
  return {
    spacesLeft: lots.reduce((sum, lot) => sum + lotFrame(lot).spacesLeft, 0),
    gateUsable: lots.every(({ linkUsable }) => linkUsable),
  }
}
