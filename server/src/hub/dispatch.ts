import {
  type Actor,
  type Command,
  type Commit,
  type Instant,
  isRefusal,
  publishedCalendar,
  type Refusal,
  refuse,
  type StreamName,
} from '@pingting/contract'
import { authorise, needsOpener } from '../accounts/access.ts'
import { dueOfHall, dueOfLot, type States, type World } from '../domain.ts'
import { atStart, crossings } from '../reactions.ts'
import { whyNotSigned } from './access/given.ts'
import { withoutIdNumber } from './access/persons.ts'
import { exemptionIdOf, visitIdOf } from './ids.ts'
import type { StoredCommit } from './journal/codec.ts'
import type { Journal } from './journal/journal.ts'
import type { Snapshots } from './journal/snapshots.ts'
import type { Malformed, Outcome } from './pending.ts'
import type { Clock } from './process/clock.ts'
import type { Logger } from './process/log.ts'
import { Crossings } from './streams/crossing.ts'
import { type Fault, noFault } from './streams/fault.ts'
import { Holdings, type Viewed } from './streams/holdings.ts'
import { FOUNDING, idIn, type Kind, kindOf, parse, rulesOf, UNKNOWN, withoutShown } from './streams/kinds.ts'

export interface HubPorts {
  journal: Journal
  snapshots: Snapshots
  clock: Clock
  log: Logger
  /** A keyed hash of what a command says. */
  indexOf(text: string): string
  /** Whether what a kiosk sent along opens this ticket; part of authorising, so before the rules are asked. */
  opening(hallId: string, ticketId: string, opener: string | undefined, actor: Actor): Promise<Refusal | undefined>
  /** What car somebody was shown under this name. */
  carChosen?: World['carChosen']
  /** Called for each durable commit, in the order of its stream. `fresh` where this hub owns the stream and did not just read it. */
  published(commit: Commit, stored: StoredCommit, fresh: boolean): void
  /** This hub owns the stream from here on. */
  opened(name: StreamName): void
  /** The rules of a stream; the simulation hands in wrong ones, to see that they are found. */
  rules?: typeof rulesOf
  /** Is told where a command stands; the simulation ends the process there. */
  fault?: Fault
  /** The other hubs on the same store; without them this hub owns every stream. */
  peers?: Peers
}

/** What a hub asks of the others. */
export interface Peers {
  /** Whose a stream is; one that is free becomes ours where it is to be founded. @throws when nobody can tell. */
  ownerOf(name: StreamName, founding: boolean): Promise<'ours' | 'theirs' | undefined>
  /** Has the owner decide. @returns `hub.unavailable` where he gave no answer: it may have been taken all the same. */
  forward(name: StreamName, command: Command, actor: Actor): Promise<Outcome>
}

/** The one road, from an unknown input to a durable commit: parse, authorise, load, decide, react, commit, publish. */
export class Hub {
  readonly #ports: HubPorts
  readonly #holdings: Holdings
  readonly #world: World
  readonly #fault: Fault
  readonly #crossings: Crossings
  #ready = false

  constructor(ports: HubPorts) {
    this.#ports = ports
    this.#fault = ports.fault ?? noFault
    this.#world = {
      calendar: publishedCalendar,
      ...{ exemptionIdFor: exemptionIdOf, visitIdFor: visitIdOf },
      personMark: (...parts) => ports.indexOf(parts.join('|')),
      lot: lotId => this.stream('lot', lotId)?.peek(),
      halls: () => this.states('hall'),
      ...(ports.carChosen === undefined ? {} : { carChosen: ports.carChosen }),
      failed: (ticketId, error) => ports.log.error({ ticketId, error }, 'an entitlement failed; withheld'),
    }
    this.#crossings = new Crossings({
      ...{ log: ports.log, fault: this.#fault, lot: this.#world.lot, halls: () => this.states('hall') },
      isKnown: name => this.#holdings.find(name) !== undefined,
      deliver: (name, command, actor) => this.#deliver(name, command, actor),
    })
    const { journal, snapshots, log, indexOf, clock } = ports
    const rules = ports.rules ?? rulesOf
    this.#holdings = new Holdings({
      ...{ journal, snapshots, log, indexOf, clock, fault: this.#fault },
      rulesOf: name => rules(name, this.#world),
      published: (commit, stored, owned) => this.#published(commit, stored, owned),
    })
  }

  /** Opens every stream there is, and repeats what a crash may have swallowed between two streams. */
  async open(): Promise<void> {
    for (const name of await this.#ports.journal.streams()) await this.#holdings.open(name)
    if (this.#ports.peers === undefined) for (const { name } of this.#holdings.all()) await this.own(name)
    this.#ready = true
    this.repair()
  }

  /** Says again to the halls what their lots know and they do not: after a crash, and now and then, since a send may fail. */
  repair(): void {
    for (const { name } of this.owned('lot')) this.#crossings.cross(name, atStart)
  }

  get ready(): boolean {
    return this.#ready
  }

  /** Takes one command along the road, here or at the stream's owner. `input` is what a client sent, unparsed. */
  async submit(name: StreamName, input: unknown, actor: Actor): Promise<Outcome | Malformed> {
    // What a bridge may do is read off the hall, which another hub may just have founded.
    if (actor.kind === 'bridge' && this.#holdings.find(name) === undefined) await this.#learn(name, false)
    const admitted = this.#admit(name, input, actor)
    if ('refused' in admitted) return admitted
    const { shown } = admitted
    const command = withoutIdNumber(admitted.command, this.now(), this.#ports.indexOf)
    if (isRefusal(command)) return command
    if (needsOpener(actor, command)) {
      const closed = await this.#ports.opening(idIn(name), command.ticketId, shown.opener, actor)
      if (closed !== undefined) return closed
    }
    const devices = this.stream('hall', idIn(name))?.peek().halls.devices
    const unsigned = whyNotSigned(name, command, shown.signature, actor, devices)
    if (unsigned !== undefined) return this.#told(name, command, unsigned)
    if (this.#holdings.find(name) === undefined) {
      const refusal = await this.#learn(name, FOUNDING.has(command.type))
      if (refusal !== undefined) return refusal
    }
    return this.#told(name, command, await this.#deliver(name, command, actor))
  }

  /**
   * Takes a command another hub sends because it holds this one for the owner; never sent on, so that it cannot go in a
   * ring. What opens a ticket, and what a tablet signed, was checked where the device asked, and does not travel.
   */
  async submitHere(name: StreamName, input: unknown, actor: Actor): Promise<Outcome | Malformed> {
    const admitted = this.#admit(name, input, actor)
    if ('refused' in admitted) return admitted
    return this.#holdings.owned(name)?.dispatch(admitted.command, actor) ?? refuse('hub.unavailable')
  }

  /** The lots of a hall; nothing when there is no such hall. */
  lotIdsOf(hallId: string): readonly string[] | undefined {
    return this.stream('hall', hallId)?.peek().halls.hall?.lotIds
  }

  stream<K extends Kind>(kind: K, id: string): Viewed<States[K]> | undefined {
    return this.#holdings.find(`${kind}:${id}`) as Viewed<States[K]> | undefined
  }

  /** The streams of one kind with their states, as they stand. */
  states<K extends Kind>(kind: K): { id: string; name: StreamName; owned: boolean; state: States[K] }[] {
    return this.#holdings
      .all()
      .filter(({ name }) => kindOf(name) === kind)
      .map(({ name, owned, state }) => ({ id: idIn(name), name, owned, state: state as States[K] }))
  }

  /** The first stream of a kind that fits; asked at every request, so no list is made of them. */
  findState<K extends Kind>(
    kind: K,
    fits: (state: States[K]) => boolean,
  ): { id: string; state: States[K] } | undefined {
    for (const held of this.#holdings.each()) {
      const state = held.peek() as States[K]
      if (kindOf(held.name) === kind && fits(state)) return { id: idIn(held.name), state }
    }
    return undefined
  }

  /** Those of them that this hub owns. */
  owned = <K extends Kind>(kind: K) => this.states(kind).filter(({ owned }) => owned)

  /** Writes a stream's state down now. @returns whether it was written: not where this hub does not own it. */
  async snapshot(name: StreamName): Promise<boolean> {
    return (await this.#holdings.owned(name)?.snapshot()) ?? false
  }

  now(): Instant {
    return this.#ports.clock.now()
  }

  /** What time calls for in every hall and lot owned here; driven by the clock. */
  tick(): void {
    const now = this.now()
    for (const { name, state } of this.owned('hall')) {
      for (const due of dueOfHall(state, now, this.#world)) this.#crossings.send(name, due, 'clock')
    }
    for (const { name, state } of this.owned('lot')) {
      for (const due of dueOfLot(state, now)) this.#crossings.send(name, due, 'clock')
    }
  }

  /** The bridge of this lot has fallen silent. */
  loseLink(lotId: string): void {
    const command = { type: 'lot.loseLink', reason: 'bridgeAway' } as const
    this.#crossings.send(`lot:${lotId}`, { key: `lot.loseLink ${lotId} ${this.now()}`, command }, 'clock')
  }

  /** The streams held here, whether each is owned, and the seq of its head. */
  standing(): { name: StreamName; owned: boolean; seq: number }[] {
    return this.#holdings.all().map(({ name, owned, seq }) => ({ name, owned, seq }))
  }

  /** Owns a stream from here on: reads what it lacks, and says again what its last owner may not have said. */
  async own(name: StreamName): Promise<void> {
    if (!(await this.#holdings.own(name))) return
    this.#ports.opened(name)
    if (this.#ready && kindOf(name) === 'lot') this.#crossings.cross(name, atStart)
  }

  /** Follows a stream that another hub owns now. */
  follow = async (name: StreamName) => void (await this.#holdings.follow(name))

  /** A commit that another hub wrote. */
  async carried(commit: Commit, stored: StoredCommit): Promise<void> {
    await this.#holdings.followed(commit.stream)?.take(commit, stored)
    await this.#holdings.owned(commit.stream)?.reached(commit.seq)
  }

  /** Knows a stream at least as far as `seq`, from its beginning where it was not known. */
  async reach(name: StreamName, seq: number): Promise<void> {
    await this.#holdings.open(name)
    await this.#holdings.find(name)!.reached(seq)
  }

  /** Reads on in the journal, for when nothing is carried: also what is owned, which another may have taken over since. */
  async catchUp(): Promise<void> {
    for (const { name, seq, owned } of this.standing()) {
      await this.#holdings.followed(name)?.catchUp()
      if (owned && (await this.#ports.journal.isBehind(name, { seq }))) await this.reach(name, seq + 1)
    }
  }

  async close(): Promise<void> {
    for (const { name } of this.#holdings.all()) await this.#holdings.owned(name)?.close()
  }

  /** Whoever holds the slip of a ticket that is not taken stands in no queue: staff read it at the kiosk, and here. */
  #told(name: StreamName, command: Command, outcome: Outcome): Outcome {
    if (command.type === 'ticket.handIn' && isRefusal(outcome)) {
      const about = { stream: name, number: command.number, code: outcome.refused }
      this.#ports.log.warn(about, 'an offline ticket was not taken')
    }
    return outcome
  }

  #admit(name: StreamName, input: unknown, actor: Actor): ReturnType<typeof withoutShown> | Malformed {
    const parsed = parse(kindOf(name), input)
    if ('refused' in parsed) return parsed
    this.#fault('c1')
    const admitted = withoutShown(parsed)
    const forbidden = authorise(actor, admitted.command, name, this.lotIdsOf(idIn(name)))
    if (forbidden === undefined) this.#fault('c2')
    return forbidden ?? admitted
  }

  /** Where a stream is not known yet: another hub may just have founded it. @returns why there is none. */
  async #learn(name: StreamName, founding: boolean): Promise<Refusal | undefined> {
    const { peers, log } = this.#ports
    try {
      const owner = peers === undefined ? (founding ? 'ours' : undefined) : await peers.ownerOf(name, founding)
      if (owner === undefined) return refuse(UNKNOWN[kindOf(name)])
      await this.#holdings.open(name)
      if (owner === 'theirs') return undefined
      await this.own(name)
      return undefined
    } catch (error) {
      log.warn({ stream: name, error }, 'nobody could tell whose a stream is')
      return refuse('hub.unavailable')
    }
  }

  async #deliver(name: StreamName, command: Command, actor: Actor): Promise<Outcome> {
    const owned = this.#holdings.owned(name)
    if (owned !== undefined) return owned.dispatch(command, actor)
    if (this.#ports.peers === undefined) return refuse(UNKNOWN[kindOf(name)])
    const outcome = await this.#ports.peers.forward(name, command, actor)
    if (isRefusal(outcome)) {
      // The owner was lost while we waited and the stream is ours now: whether he took the command is settled by its id.
      const ours = outcome.refused === 'hub.unavailable' ? this.#holdings.owned(name) : undefined
      return ours?.dispatch(command, actor) ?? outcome
    }
    // Who is answered finds here what he has done. The answer stands where it cannot be read in time.
    await this.reach(name, outcome.commit.seq).catch(error =>
      this.#ports.log.warn({ stream: name, error }, 'a stream could not be followed'),
    )
    return outcome
  }

  #published(commit: Commit, stored: StoredCommit, owned: boolean): void {
    this.#ports.published(commit, stored, owned)
    if (owned && kindOf(commit.stream) === 'lot')
      this.#crossings.cross(commit.stream, (lot, halls) => crossings(commit.events, lot, halls))
  }
}
