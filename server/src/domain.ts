import {
  type Calendar,
  type CityCommand,
  type Command,
  type Decision,
  type Event,
  type Facts,
  type HallCommand,
  type Instant,
  isWithin,
  type LotCommand,
} from '@pingting/contract'
import * as accountDecisions from './accounts/decide.ts'
import * as accounts from './accounts/state.ts'
import * as appointmentDecisions from './appointments/decide.ts'
import * as appointmentsDue from './appointments/due.ts'
import * as appointments from './appointments/state.ts'
import * as counterDecisions from './counters/decide.ts'
import * as counters from './counters/state.ts'
import { openCounterIds } from './counters/view.ts'
import * as evaluationDecisions from './evaluations/decide.ts'
import * as evaluationsDue from './evaluations/due.ts'
import * as evaluations from './evaluations/state.ts'
import * as exemptionDecisions from './exemptions/decide.ts'
import * as exemptionsDue from './exemptions/due.ts'
import { type EntitlementFacts, isStayTaken } from './exemptions/entitlement.ts'
import * as exemptions from './exemptions/state.ts'
import { plateTally } from './exemptions/view.ts'
import * as hallDecisions from './halls/decide.ts'
import * as hallsDue from './halls/due.ts'
import * as halls from './halls/state.ts'
import { type CarInside, carAt } from './lots/candidates.ts'
import * as lotDecisions from './lots/decide.ts'
import * as lotsDue from './lots/due.ts'
import * as lots from './lots/state.ts'
import { stackOf, stayOf } from './lots/view.ts'
import * as metrics from './metrics/state.ts'
import { react } from './reactions.ts'
import * as rectificationDecisions from './rectifications/decide.ts'
import * as rectifications from './rectifications/state.ts'
import * as settlementDecisions from './settlements/decide.ts'
import * as settlements from './settlements/state.ts'
import * as ticketDecisions from './tickets/decide.ts'
import * as tickets from './tickets/state.ts'
import { openTicketIds, servingTally } from './tickets/view.ts'

/** The floor of one hall: each module folds the events it needs and reads no other module. */
export interface HallState {
  halls: halls.HallState
  counters: counters.CounterState
  tickets: tickets.TicketState
  appointments: appointments.AppointmentState
  evaluations: evaluations.EvaluationState
  exemptions: exemptions.ExemptionState
  rectifications: rectifications.RectificationState
  metrics: metrics.MetricsState
}

/** A car park with its books: what is folded of the gate's facts, and what became of them. */
export type LotHouse = lots.LotState & { settlements: settlements.SettlementState }

export interface States {
  hall: HallState
  lot: LotHouse
  city: accounts.AccountState
}

/** What rules need from outside their own stream; handed in by the hub, and read at the moment of deciding. */
export interface World {
  calendar: Calendar
  exemptionIdFor(evaluationId: string, lotId: string, revision: number): string
  /** Stands for the evaluation of a visit where none is asked for. */
  visitIdFor(hallId: string, ticketId: string): string
  lot(lotId: string): lots.LotState | undefined
  halls(): { id: string; state: HallState }[]
  /** The car that was shown for a ticket under this name, for as long as that lasts; nobody is shown cars where this is not there. */
  carChosen?(hallId: string, ticketId: string, choice: string): ChosenCar | undefined
  /** What stands for a person in one hall on one day, and nowhere else; not there where nobody takes tickets. */
  personMark?(hallId: string, day: string, person: string): string
  /** Hears of a reaction that failed; the rating it belongs to stands. */
  failed(ticketId: string, error: unknown): void
}

/** A stay, and when it began: the gate may give its name again. */
export interface ChosenCar {
  lotId: string
  stayId: string
  enteredAt: Instant
}

/** The rules of one kind of stream. */
export interface Rules<S> {
  /** Raised whenever a state's shape changes: snapshots of another version are thrown away. */
  stateVersion: number
  initial(): S
  /** Folds one event into the state it is given. */
  evolve(state: S, event: Event): void
  decide(state: S, command: Command, facts: Facts): Decision
  /** What follows from events that are already folded in; part of the same commit. */
  react(state: S, events: readonly Event[], facts: Facts): Event[]
}

const CITY_STATE_VERSION = 4
const STATE_VERSION = 22

const initialHall = (): HallState => ({
  halls: halls.initial(),
  counters: counters.initial(),
  tickets: tickets.initial(),
  appointments: appointments.initial(),
  evaluations: evaluations.initial(),
  exemptions: exemptions.initial(),
  rectifications: rectifications.initial(),
  metrics: metrics.initial(),
})

function evolveHall(state: HallState, event: Event): void {
  halls.evolve(state.halls, event)
  counters.evolve(state.counters, event)
  tickets.evolve(state.tickets, event)
  appointments.evolve(state.appointments, event)
  evaluations.evolve(state.evaluations, event)
  exemptions.evolve(state.exemptions, event)
  rectifications.evolve(state.rectifications, event)
  metrics.evolve(state.metrics, event)
}

/** What an entitlement may see of other streams. It may be stale: the gate and reconciliation backstop it. */
function entitlementFacts(world: World, hallId: string, { at, businessDay }: Facts): EntitlementFacts {
  const others = () => world.halls().filter(({ id }) => id !== hallId)
  return {
    at,
    exemptionIdFor: world.exemptionIdFor,
    visitIdFor: ticketId => world.visitIdFor(hallId, ticketId),
    stayOf(lotId, plate) {
      const lot = world.lot(lotId)
      return lot && stayOf(lot, plate)
    },
    takesSlips: lotId => world.lot(lotId)?.slips === true,
    plateTallyElsewhere: (plate, since) =>
      others().reduce((tally, { state }) => tally + plateTally(state.exemptions, businessDay, plate, since), 0),
    stayTakenElsewhere: (lotId, stayId) => others().some(({ state }) => isStayTaken(state.exemptions, lotId, stayId)),
  }
}

function carInside(world: World, lotId: string, stayId: string): CarInside | undefined {
  const lot = world.lot(lotId)
  return lot && carAt(lot, stayId)
}

/** The plate that the chosen car has by now, as long as it is inside. */
function plateChosen(world: World, hallId: string, ticketId: string, choice: string): string | undefined {
  const chosen = world.carChosen?.(hallId, ticketId, choice)
  const car = chosen && carInside(world, chosen.lotId, chosen.stayId)
  return car?.enteredAt === chosen?.enteredAt ? car?.plate : undefined
}

type Decider = (command: Command, state: never, facts: never) => Decision

/** Hands a command to the module that owns it, with that module's state and the facts it may see. */
function decideHall(world: World, hallId: string, state: HallState, command: HallCommand, facts: Facts): Decision {
  const { type } = command
  const run = <S, F>(decider: Decider, own: S, seen: F): Decision => decider(command, own as never, seen as never)
  if (type in hallDecisions.decide) {
    const day = 'businessDay' in command ? command.businessDay : facts.businessDay
    return run(hallDecisions.decide[type as 'hall.open'] as Decider, state.halls, {
      ...facts,
      openTicketIds: openTicketIds(state.tickets, day),
      servingTally: servingTally(state.tickets, day),
      openCounterIds: openCounterIds(state.counters, day),
    })
  }
  if (type in counterDecisions.decide)
    return run(counterDecisions.decide[type as 'counter.open'] as Decider, state.counters, facts)
  if (type in ticketDecisions.decide)
    return run(ticketDecisions.decide[type as 'ticket.take'] as Decider, state.tickets, {
      ...facts,
      givesNumbers: isWithin(state.halls.hours, facts.at, world.calendar),
      markOf: (person: string) =>
        state.halls.realName === undefined ? undefined : world.personMark?.(hallId, facts.businessDay, person),
    })
  if (type in appointmentDecisions.decide) {
    const seen: appointmentDecisions.AppointmentFacts = {
      ...{ ...facts, calendar: world.calendar, hours: state.halls.hours },
      ticketFor: (service, slotStartsAt) => ticketDecisions.takeBooked(service, slotStartsAt, state.tickets, facts),
    }
    return run(appointmentDecisions.decide[type as 'appointment.book'] as Decider, state.appointments, seen)
  }
  if (type in evaluationDecisions.decide) {
    const seen = { ...facts, calendar: world.calendar }
    return run(evaluationDecisions.decide[type as 'evaluation.submit'] as Decider, state.evaluations, seen)
  }
  if (type in rectificationDecisions.decide) {
    const seen = { ...facts, calendar: world.calendar }
    return run(rectificationDecisions.decide[type as 'rectification.take'] as Decider, state.rectifications, seen)
  }
  const bridgeEpochOf = (lotId: string) => world.lot(lotId)?.bridgeEpoch
  const gateEpochOf = (lotId: string) => world.lot(lotId)?.gateEpoch
  const seen = {
    ...{ ...facts, ...entitlementFacts(world, hallId, facts), bridgeEpochOf, gateEpochOf },
    plateChosen: (ticketId: string, choice: string) => plateChosen(world, hallId, ticketId, choice),
    stackOf(lotId: string) {
      const lot = world.lot(lotId)
      return lot && stackOf(lot)
    },
    plateAt: (lotId: string, stayId: string) => carInside(world, lotId, stayId)?.plate,
  }
  return run(exemptionDecisions.decide[type as 'plate.bind'] as Decider, state.exemptions, seen)
}

export const hallRules = (world: World, hallId: string): Rules<HallState> => ({
  stateVersion: STATE_VERSION,
  initial: initialHall,
  evolve: evolveHall,
  decide: (state, command, facts) => decideHall(world, hallId, state, command as HallCommand, facts),
  react: (state, events, facts) =>
    react(events, state.exemptions, {
      ...entitlementFacts(world, hallId, facts),
      ...{ idFor: facts.idFor, calendar: world.calendar },
      failed: world.failed,
    }),
})

export const lotRules: Rules<LotHouse> = {
  stateVersion: STATE_VERSION,
  initial: () => ({ ...lots.initial(), settlements: settlements.initial() }),
  evolve(state, event) {
    lots.evolve(state, event)
    settlements.evolve(state.settlements, event)
  },
  decide(state, command, facts) {
    const { type } = command as LotCommand
    return type in lotDecisions.decide
      ? (lotDecisions.decide[type as 'lot.open'] as Decider)(command, state as never, facts as never)
      : (settlementDecisions.decide[type as 'break.explain'] as Decider)(
          command,
          state.settlements as never,
          facts as never,
        )
  },
  react: () => [],
}

export const cityRules: Rules<accounts.AccountState> = {
  stateVersion: CITY_STATE_VERSION,
  initial: accounts.initial,
  evolve: accounts.evolve,
  decide: (state, command, facts) =>
    (accountDecisions.decide[(command as CityCommand).type] as Decider)(command, state as never, facts as never),
  react: () => [],
}

/** A command time calls for. The hub makes its id of the key, so that saying it twice does it once. */
export interface Due {
  key: string
  command: Omit<HallCommand | LotCommand, 'commandId'>
}

/** While a lot waits for its sign-off after a restore, what the gate holds is not known, and no exemption runs out. */
export const dueOfHall = (
  state: HallState,
  now: Instant,
  { calendar, lot }: Pick<World, 'calendar' | 'lot'>,
): Due[] => [
  ...hallsDue.due(state.halls, now),
  ...appointmentsDue.due(state.appointments, now),
  ...(state.exemptions.lotIds.some(lotId => lot(lotId)?.restored !== undefined)
    ? []
    : exemptionsDue.due(state.exemptions, now)),
  ...evaluationsDue.due(state.evaluations, now, calendar),
]

export const dueOfLot: (state: lots.LotState, now: Instant) => Due[] = lotsDue.due
