import {
  type Actor,
  type Answer,
  CityCommand,
  type Command,
  type Commit,
  HallCommand,
  type Instant,
  isRefusal,
  LotCommand,
  type Refusal,
  type RefusalCode,
  refusals,
  refuse,
  type StreamName,
} from '@pingting/contract'
import type { z } from 'zod'
import { authorise } from '../accounts/access.ts'
import { crossings, crossingsAtStart, type DueCommand, dueOf, rulesOf, type States, type World } from '../domain.ts'
import { type Clock } from './clock.ts'
import { exemptionIdOf, idOf } from './ids.ts'
import type { StoredCommit } from './journal/codec.ts'
import type { Journal } from './journal/journal.ts'
import type { Snapshots } from './journal/snapshots.ts'
import type { Logger } from './log.ts'
import type { Outcome } from './rules.ts'
import { Stream } from './stream.ts'
import { calendar } from '../halls/calendar.ts'

export interface HubPorts {
  journal: Journal
  snapshots: Snapshots
  clock: Clock
  log: Logger
  /** Called for each durable commit, in the order of its stream. */
  published(commit: Commit, stored: StoredCommit): void
}

type AnyStream = Stream<States[keyof States]>

const kindOf = (name: StreamName): keyof States => name.split(':')[0] as keyof States

/** The commands that make a stream; any other needs it to be there. */
const FOUNDING: ReadonlySet<string> = new Set(['hall.open', 'lot.open', 'city.open'])

/** The one road, from an unknown text to a durable commit: parse, authorise, load, decide, react, commit, publish. */
export class Hub {
  readonly #ports: HubPorts
  readonly #streams = new Map<StreamName, AnyStream>()
  readonly #opening = new Map<StreamName, Promise<AnyStream>>()
  readonly #world: World

  constructor(ports: HubPorts) {
    this.#ports = ports
    this.#world = {
      calendar,
      exemptionIdFor: exemptionIdOf,
      stateOf: name => this.#streams.get(name)?.peek(),
      halls: () => this.states('hall'),
    }
  }

  /** Opens every stream there is, and repeats what a crash may have swallowed between two streams. */
  async open(): Promise<void> {
    for (const name of await this.#ports.snapshots.streams()) await this.#open(name)
    this.#cross(crossingsAtStart(this.states('lot'), this.states('hall')))
  }

  /** Takes one command along the road. `input` is what a client sent, unparsed. */
  async submit(name: StreamName, input: unknown, actor: Actor): Promise<Outcome | Malformed> {
    const parsed = parse(kindOf(name), input)
    if ('refused' in parsed) return parsed
    const forbidden = authorise(actor, parsed, name)
    if (forbidden !== undefined) return forbidden
    const stream = this.#streams.get(name) ?? (FOUNDING.has(parsed.type) ? await this.#found(name) : undefined)
    if (stream === undefined) return refuse(kindOf(name) === 'lot' ? 'lot.unknown' : 'hall.unknown')
    return stream.dispatch(parsed, actor)
  }

  stream<K extends keyof States>(kind: K, id: string): Stream<States[K]> | undefined {
    return this.#streams.get(`${kind}:${id}`) as Stream<States[K]> | undefined
  }

  /** The streams of one kind with their states, as they stand. */
  states<K extends keyof States>(kind: K): { id: string; state: States[K] }[] {
    return [...this.#streams.values()]
      .filter(stream => kindOf(stream.name) === kind)
      .map(stream => ({ id: stream.name.slice(kind.length + 1), state: stream.peek() as States[K] }))
  }

  now(): Instant {
    return this.#ports.clock.now()
  }

  /** What time calls for, in every stream; driven by the clock. */
  tick(): void {
    const now = this.now()
    for (const stream of this.#streams.values()) {
      for (const due of dueOf(kindOf(stream.name), stream.peek(), now)) this.#send(stream.name, due, 'clock')
    }
  }

  async close(): Promise<void> {
    for (const stream of this.#streams.values()) await stream.close()
  }

  #open(name: StreamName): Promise<AnyStream> {
    const stream = new Stream(name, rulesOf(name, this.#world), {
      journal: this.#ports.journal,
      snapshots: this.#ports.snapshots,
      log: this.#ports.log,
      now: this.#ports.clock.now,
      published: (commit, stored) => this.#published(commit, stored),
    }) as AnyStream
    return stream.open().then(() => {
      this.#streams.set(name, stream)
      return stream
    })
  }

  /** A new stream is written down before its first commit, so that the next start knows of it. */
  #found(name: StreamName): Promise<AnyStream> {
    const opening =
      this.#opening.get(name) ?? this.#open(name).then(async stream => (await stream.close(), stream)).finally(() => this.#opening.delete(name))
    this.#opening.set(name, opening)
    return opening
  }

  #published(commit: Commit, stored: StoredCommit): void {
    this.#ports.published(commit, stored)
    if (commit.stream.startsWith('lot:')) this.#cross(crossings(commit, this.states('hall')))
  }

  #cross(commands: readonly DueCommand[]): void {
    for (const due of commands) this.#send(due.stream, due, 'reaction')
  }

  /** A command of our own; its id is made from its reason, so that repeating it is safe. */
  #send(name: StreamName, due: Omit<DueCommand, 'stream'>, part: 'clock' | 'reaction'): void {
    const stream = this.#streams.get(name)
    const command = { ...due.command, commandId: idOf(name, part, due.key) } as Command
    void stream?.dispatch(command, { kind: 'system', part }).then(outcome => {
      if (isRefusal(outcome)) this.#ports.log.debug({ stream: name, type: command.type, code: outcome.refused }, 'a reaction was refused')
    })
  }
}

/** A refusal before the rules were asked, with the places of the text that did not fit. */
export type Malformed = Refusal & { paths?: string[] }

function parse(kind: keyof States, input: unknown): Command | Malformed {
  const schema: z.ZodType<Command> = kind === 'hall' ? HallCommand : kind === 'lot' ? LotCommand : CityCommand
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const named = parsed.error.issues.map(issue => (issue.code === 'custom' ? issue.params?.['refusal'] : undefined)).find(code => code !== undefined)
  if (named !== undefined) return refuse(named as RefusalCode)
  return { ...refuse('command.malformed'), paths: parsed.error.issues.slice(0, 8).map(issue => issue.path.join('.')) }
}

/** An outcome in the words of the wire; `shown` is what this actor may see of the events. */
export function answerOf(stream: string, outcome: Outcome | Malformed, shown: (events: Commit['events']) => Extract<Answer, { ok: true }>['events']): Answer {
  if (!isRefusal(outcome)) {
    return { ok: true, stream, seq: outcome.commit.seq, replayed: outcome.replayed, events: shown(outcome.commit.events) }
  }
  const { zh, en } = refusals[outcome.refused]
  return { ok: false, code: outcome.refused, zh, en, ...(outcome.about === undefined ? {} : { about: outcome.about }), ...('paths' in outcome && outcome.paths !== undefined ? { paths: outcome.paths } : {}) }
}
