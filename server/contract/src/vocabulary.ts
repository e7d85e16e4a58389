import { z } from 'zod'
import { accountCommands, accountEvents } from './accounts.ts'
import { appointmentCommands, appointmentEvents } from './appointments.ts'
import { counterCommands, counterEvents } from './counters.ts'
import { evaluationCommands, evaluationEvents } from './evaluations.ts'
import { exemptionCommands, exemptionEvents } from './exemptions.ts'
import { hallCommands, hallEvents } from './halls.ts'
import { ledgerCommands, ledgerEvents } from './ledger.ts'
import { lotCommands, lotEvents } from './lots.ts'
import { phantomCommands, phantomEvents } from './phantoms.ts'
import { policyCommands, policyEvents } from './policies.ts'
import { rectificationCommands, rectificationEvents } from './rectifications.ts'
import { settlementCommands, settlementEvents } from './settlements.ts'
import { ticketCommands, ticketEvents } from './tickets.ts'

/** Wishes and facts of the three kinds of stream, as unions told apart by `type`. */
export const HallCommand = z.discriminatedUnion('type', [
  ...hallCommands,
  ...counterCommands,
  ...ticketCommands,
  ...appointmentCommands,
  ...evaluationCommands,
  ...exemptionCommands,
  ...policyCommands,
  ...rectificationCommands,
])
export type HallCommand = z.infer<typeof HallCommand>
export const LotCommand = z.discriminatedUnion('type', [
  ...lotCommands,
  ...ledgerCommands,
  ...phantomCommands,
  ...settlementCommands,
])
export type LotCommand = z.infer<typeof LotCommand>
export const CityCommand = z.discriminatedUnion('type', [...accountCommands])
export type CityCommand = z.infer<typeof CityCommand>
export type Command = HallCommand | LotCommand | CityCommand
export type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>

export const HallEvent = z.discriminatedUnion('type', [
  ...hallEvents,
  ...counterEvents,
  ...ticketEvents,
  ...appointmentEvents,
  ...evaluationEvents,
  ...exemptionEvents,
  ...policyEvents,
  ...rectificationEvents,
])
export type HallEvent = z.infer<typeof HallEvent>
export const LotEvent = z.discriminatedUnion('type', [
  ...lotEvents,
  ...ledgerEvents,
  ...phantomEvents,
  ...settlementEvents,
])
export type LotEvent = z.infer<typeof LotEvent>
export const CityEvent = z.discriminatedUnion('type', [...accountEvents])
export type CityEvent = z.infer<typeof CityEvent>
export type Event = HallEvent | LotEvent | CityEvent
export type EventType = Event['type']
export type EventOf<T extends EventType> = Extract<Event, { type: T }>

/** The events of one module, by the first words of their names. */
export type EventsNamed<P extends string> = Extract<Event, { type: `${P}.${string}` }>

/** Folds: a complete table for a module's own events, a partial one for those it only listens to. */
export type Folds<S, E extends Event> = { [T in E['type']]: (state: S, event: EventOf<T>) => void }
export type Listens<S> = { [T in EventType]?: (state: S, event: EventOf<T>) => void }

/** The fields of each event that belong to a person. */
export const personalFields: ReadonlyMap<string, readonly string[]> = new Map(
  [HallEvent, LotEvent, CityEvent].flatMap(union =>
    union.options.map(
      option =>
        [
          option.shape.type.value,
          Object.entries(option.shape).flatMap(([name, schema]) => (isPersonal(schema as z.ZodType) ? [name] : [])),
        ] as const,
    ),
  ),
)

function isPersonal(schema: z.ZodType): boolean {
  if (schema.meta()?.personal === true) return true
  return schema instanceof z.ZodOptional && isPersonal(schema.unwrap() as z.ZodType)
}
