import {
  type Actor,
  CityCommand,
  type Command,
  type Commit,
  HallCommand,
  type Instant,
  isRefusal,
  LotCommand,
  type Refusal,
  type RefusalCode,
  refuse,
  type StreamName,
} from '@pingting/contract'
import type { z } from 'zod'
import { authorise } from '../accounts/access.ts'
import {
  cityRules,
  dueOfHall,
  type HallState,
  hallRules,
  lotRules,
  type Rules,
  type States,
  type World,
} from '../domain.ts'
import { publishedCalendar } from '../halls/calendar.ts'
import { atStart, type Crossing, crossings } from '../reactions.ts'
import { exemptionIdOf, idOf } from './ids.ts'
import type { StoredCommit } from './journal/codec.ts'
import type { Journal } from './journal/journal.ts'
import type { Snapshots } from './journal/snapshots.ts'
import type { Outcome } from './pending.ts'
import type { Clock } from './process/clock.ts'
import { type Fault, noFault } from './process/fault.ts'
import type { Logger } from './process/log.ts'
import { Stream } from './stream.ts'

export interface HubPorts {
  journal: Journal
  snapshots: Snapshots
  clock: Clock
  log: Logger
  /** A keyed hash of what a command says. */
  indexOf(text: string): string
  /** Called for each durable commit, in the order of its stream. `fresh` is false for what a start reads again. */
  published(commit: Commit, stored: StoredCommit, fresh: boolean): void
  /** A stream was opened, by a start or by its first command. */
  opened(name: StreamName): void
  /** The rules of a stream; the simulation hands in wrong ones, to see that they are found. */
  rules?: typeof rulesOf
  /** Is told where a command stands; the simulation ends the process there. */
  fault?: Fault
}

/** A refusal before the rules were asked, with the places of the input that did not fit. */
export type Malformed = Refusal & { paths?: string[] }

type Kind = keyof States
type AnyStream = Stream<States[Kind]>

const kindOf = (name: StreamName): Kind => name.slice(0, name.indexOf(':')) as Kind
const idIn = (name: StreamName): string => name.slice(name.indexOf(':') + 1)

/** The commands that make a stream; any other needs it to be there. */
const FOUNDING: ReadonlySet<string> = new Set(['hall.open', 'lot.open', 'city.open'])
const UNKNOWN: Readonly<Record<Kind, RefusalCode>> = {
  hall: 'hall.unknown',
  lot: 'lot.unknown',
  city: 'account.unknown',
}

/** The one road, from an unknown input to a durable commit: parse, authorise, load, decide, react, commit, publish. */
export class Hub {
  readonly #ports: HubPorts
  readonly #streams = new Map<StreamName, AnyStream>()
  readonly #opening = new Map<StreamName, Promise<AnyStream>>()
  readonly #world: World
  readonly #fault: Fault
  #ready = false

  constructor(ports: HubPorts) {
    this.#ports = ports
    this.#fault = ports.fault ?? noFault
    this.#world = {
      calendar: publishedCalendar,
      exemptionIdFor: exemptionIdOf,
      lot: lotId => this.stream('lot', lotId)?.peek(),
      halls: () => this.states('hall'),
      failed: (ticketId, error) => ports.log.error({ ticketId, error }, 'an entitlement failed; withheld'),
    }
  }

  /** Opens every stream there is, and repeats what a crash may have swallowed between two streams. */
  async open(): Promise<void> {
    for (const name of await this.#ports.snapshots.streams()) await this.#open(name)
    this.#ready = true
    this.repair()
  }

  /** Says again to the halls what their lots know and they do not: after a crash, and now and then, since a send may fail. */
  repair(): void {
    for (const { id, state } of this.states('lot')) this.#cross(atStart(state, this.#hallsOf(id)))
  }

  get ready(): boolean {
    return this.#ready
  }

  /** Takes one command along the road. `input` is what a client sent, unparsed. */
  async submit(name: StreamName, input: unknown, actor: Actor): Promise<Outcome | Malformed> {
    const command = parse(kindOf(name), input)
    if ('refused' in command) return command
    this.#fault('c1')
    const forbidden = authorise(actor, command, name, this.stream('hall', idIn(name))?.peek().halls.hall?.lotIds)
    if (forbidden !== undefined) return forbidden
    this.#fault('c2')
    const stream = this.#streams.get(name) ?? (FOUNDING.has(command.type) ? await this.#found(name) : undefined)
    return stream === undefined ? refuse(UNKNOWN[kindOf(name)]) : stream.dispatch(command, actor)
  }

  stream<K extends Kind>(kind: K, id: string): Stream<States[K]> | undefined {
    return this.#streams.get(`${kind}:${id}`) as Stream<States[K]> | undefined
  }

  /** The streams of one kind with their states, as they stand. */
  states<K extends Kind>(kind: K): { id: string; state: States[K] }[] {
    return [...this.#streams.values()]
      .filter(stream => kindOf(stream.name) === kind)
      .map(stream => ({ id: idIn(stream.name), state: stream.peek() as States[K] }))
  }

  now(): Instant {
    return this.#ports.clock.now()
  }

  /** What time calls for in every hall; driven by the clock. */
  tick(): void {
    const now = this.now()
    for (const { id, state } of this.states('hall')) {
      for (const due of dueOfHall(state, now, this.#world)) this.#send(`hall:${id}`, due, 'clock')
    }
  }

  async close(): Promise<void> {
    for (const stream of this.#streams.values()) await stream.close()
  }

  async #open(name: StreamName): Promise<AnyStream> {
    const stream = new Stream(name, (this.#ports.rules ?? rulesOf)(name, this.#world), {
      journal: this.#ports.journal,
      snapshots: this.#ports.snapshots,
      log: this.#ports.log,
      clock: this.#ports.clock,
      fault: this.#fault,
      indexOf: this.#ports.indexOf,
      published: (commit, stored) => this.#published(commit, stored),
    })
    await stream.open()
    this.#streams.set(name, stream)
    this.#ports.opened(name)
    return stream
  }

  /** A new stream is written down before its first commit, so that the next start knows of it. */
  #found(name: StreamName): Promise<AnyStream> {
    const found = async (): Promise<AnyStream> => {
      const stream = await this.#open(name)
      await stream.close()
      return stream
    }
    const opening = this.#opening.get(name) ?? found().finally(() => this.#opening.delete(name))
    this.#opening.set(name, opening)
    return opening
  }

  #published(commit: Commit, stored: StoredCommit): void {
    this.#ports.published(commit, stored, this.#ready)
    if (!this.#ready || kindOf(commit.stream) !== 'lot') return
    const lotId = idIn(commit.stream)
    const lot = this.stream('lot', lotId)?.peek()
    if (lot !== undefined) this.#cross(crossings(commit.events, lot, this.#hallsOf(lotId)))
  }

  #hallsOf(lotId: string): { hallId: string; exemptions: HallState['exemptions'] }[] {
    return this.states('hall')
      .filter(({ state }) => state.halls.hall?.lotIds.includes(lotId) === true)
      .map(({ id, state }) => ({ hallId: id, exemptions: state.exemptions }))
  }

  #cross(reactions: readonly Crossing[]): void {
    for (const crossing of reactions) {
      this.#fault('c15')
      this.#send(`hall:${crossing.hallId}`, crossing, 'reaction')
    }
  }

  /** A command of our own; its id is made from its reason, so that repeating it is safe. */
  #send(name: StreamName, due: { key: string; command: { type: string } }, part: 'clock' | 'reaction'): void {
    const command = { ...due.command, commandId: idOf(name, part, due.key) } as Command
    void this.#streams
      .get(name)
      ?.dispatch(command, { kind: 'system', part })
      .then(outcome => {
        if (isRefusal(outcome))
          this.#ports.log.debug({ stream: name, type: command.type, code: outcome.refused }, 'a reaction was refused')
      })
  }
}

export function rulesOf(name: StreamName, world: World): Rules<States[Kind]> {
  const rules: { [K in Kind]: () => unknown } = {
    hall: () => hallRules(world, idIn(name)),
    lot: () => lotRules,
    city: () => cityRules,
  }
  return rules[kindOf(name)]() as Rules<States[Kind]>
}

function parse(kind: Kind, input: unknown): Command | Malformed {
  const schemas: Record<Kind, z.ZodType<Command>> = { hall: HallCommand, lot: LotCommand, city: CityCommand }
  const parsed = schemas[kind].safeParse(input)
  if (parsed.success) return parsed.data
  const { issues } = parsed.error
  // A field that has a refusal of its own, such as a plate, is told by its name.
  const named = issues
    .map(issue => (issue.code === 'custom' ? issue.params?.['refusal'] : undefined))
    .find(code => code !== undefined)
  if (named !== undefined) return refuse(named as RefusalCode)
  return { ...refuse('command.malformed'), paths: issues.slice(0, 8).map(issue => issue.path.join('.')) }
}
