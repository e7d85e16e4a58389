import type { Answer, Command, Envelope, ResumeAnswer, SignRequest, StreamName } from '@pingting/contract'
import type { GrantWish, Hub, RevokeWish, SignedGrant, StreamListener } from '../../../parking-bridge/src/ports.ts'
import type { Part } from '../engine/clockwork.ts'
import type { HubProcess } from './hub-process.ts'
import { LOT_ID, leaving, type Site } from './site.ts'
import { ask, delayMs, Line } from './wire.ts'

const ACK_TIMEOUT_MS = 5_000
const RETRY_MS = 500
/** Share of the words about an unchanged link that are sent; the others would be answered with nothing. */
const SAYS_AGAIN = 0.25
const BRIDGE = { kind: 'bridge' as const, lotIds: [LOT_ID] }
const PASSING = new Set(['hub.unavailable', 'request.too-many'])

interface Followed {
  audience: string
  listener: StreamListener
  place?: { epoch: string; seq: number }
  resuming: boolean
  early: Envelope[]
}

/** The way of one bridge to whichever hub serves: one line, one place in each room, and commands until an answer. */
export class HubPort implements Hub {
  readonly #site: Site
  readonly #part: Part
  readonly #choose: () => HubProcess | undefined
  readonly #followed = new Map<StreamName, Followed>()
  readonly #listeners: (() => void)[] = []
  #line: Line | undefined
  #closed = false
  #toldUsable: boolean | undefined

  constructor(site: Site, part: Part, choose: () => HubProcess | undefined) {
    this.#site = site
    this.#part = part
    this.#choose = choose
  }

  open = (): void => this.#connect()
  reconnect = (): void => this.#line?.break()
  onConnect = (listener: () => void): void => void this.#listeners.push(listener)

  close(): void {
    this.#closed = true
    this.#line?.break()
  }

  follow(stream: StreamName, audience: string, listener: StreamListener): void {
    this.#followed.set(stream, { audience, listener, resuming: false, early: [] })
    if (this.#line?.open) void this.#resume(stream)
  }

  /** That a link is as it was is said every three seconds: played in full it would be half of all that happens. */
  async command(stream: StreamName, command: Command): Promise<Answer> {
    if (command.type !== 'lot.link') return this.#untilAnswered(stream, command)
    if (command.usable === this.#toldUsable && !this.#site.faults.random.chance(SAYS_AGAIN))
      return { ok: true, stream, seq: 0, replayed: false, events: [] }
    const answer = await this.#untilAnswered(stream, command)
    this.#toldUsable = command.usable
    return answer
  }

  async #untilAnswered(stream: StreamName, command: Command): Promise<Answer> {
    for (;;) {
      const answer = await ask(
        this.#site,
        this.#part,
        this.#choose,
        hub => this.#submit(hub, stream, command),
        ACK_TIMEOUT_MS,
      )
      if (answer !== undefined && (answer.ok || !PASSING.has(answer.code))) return answer
      await this.#pause()
    }
  }

  async #submit(hub: HubProcess, stream: StreamName, command: Command): Promise<Answer> {
    this.#site.witness.said(command)
    const answer = await hub.submit(stream, command, BRIDGE)
    this.#site.witness.answered({ stream, command, actor: BRIDGE, answer })
    return answer
  }

  sign = (lotId: string, wish: GrantWish): Promise<SignedGrant | undefined> =>
    this.#signed({ op: 'grant', lotId, ...wish })

  signRevocation = (lotId: string, wish: RevokeWish): Promise<{ mac: string } | undefined> =>
    this.#signed({ op: 'revoke', lotId, ...wish })

  async #signed<A extends object>(request: SignRequest): Promise<A | undefined> {
    const sign = (hub: HubProcess) => hub.sign(request, BRIDGE)
    const answer = await ask(this.#site, this.#part, this.#choose, sign, ACK_TIMEOUT_MS)
    return answer === undefined || 'refused' in answer ? undefined : (answer as A)
  }

  #connect(): void {
    if (this.#closed || !this.#part.alive) return
    const hub = this.#choose()
    if (hub === undefined) {
      this.#site.clock.after(this.#part, RETRY_MS, () => this.#connect())
      return
    }
    this.#line = new Line(this.#site, this.#part, hub, () => this.#connect())
    for (const stream of this.#followed.keys()) void this.#resume(stream)
    for (const listener of this.#listeners) listener()
  }

  async #resume(stream: StreamName): Promise<void> {
    const followed = this.#followed.get(stream)!
    if (followed.resuming) return
    followed.resuming = true
    const answer = await this.#askUntilTold(stream, followed)
    followed.resuming = false
    followed.place = { epoch: answer.epoch, seq: answer.seq }
    if (answer.snapshot !== undefined) followed.listener.snapshot(answer.snapshot)
    for (const envelope of answer.envelopes ?? []) followed.listener.events(envelope.events)
    for (const envelope of followed.early.splice(0)) this.#take(envelope)
  }

  async #askUntilTold(stream: StreamName, { audience, place }: Followed): Promise<ResumeAnswer> {
    for (;;) {
      const line = this.#line
      const request = { stream, audience, ...place }
      const answer = line?.open ? await leaving(this.#part, () => this.#askOver(line, request)) : undefined
      if (answer !== undefined) return answer
      await this.#pause()
    }
  }

  #askOver(line: Line, request: Parameters<HubProcess['resume']>[0]): Promise<ResumeAnswer | undefined> {
    const { clock, world } = this.#site
    return new Promise(resolve => {
      clock.after(this.#part, ACK_TIMEOUT_MS, () => resolve(undefined))
      clock.after(world, delayMs(this.#site), () => {
        if (!line.open) return
        void line.hub
          .resume(request, line, envelope => this.#take(envelope))
          .then(
            answer => line.push(() => resolve(answer)),
            () => resolve(undefined),
          )
      })
    })
  }

  #pause = (): Promise<void> => this.#site.clock.wait(this.#part, RETRY_MS)

  /** The place rule of the wire: behind → drop, a gap → resume, else take. */
  #take(envelope: Envelope): void {
    const followed = this.#followed.get(envelope.stream as StreamName)
    if (followed === undefined || envelope.audience !== followed.audience) return
    const { place } = followed
    if (place === undefined || followed.resuming) return void followed.early.push(envelope)
    if (envelope.epoch === place.epoch && envelope.seq <= place.seq) return
    if (envelope.epoch !== place.epoch || envelope.last > place.seq) {
      void this.#resume(envelope.stream as StreamName)
      return
    }
    followed.place = { epoch: envelope.epoch, seq: envelope.seq }
    followed.listener.events(envelope.events)
  }
}
