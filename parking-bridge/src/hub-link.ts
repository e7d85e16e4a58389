import type {
  Answer,
  Envelope,
  HallCommand,
  LotCommand,
  Refused,
  ResumeAnswer,
  ResumeRequest,
  SignRequest,
  StreamName,
} from '@pingting/contract'
import { io, type Socket } from 'socket.io-client'
import type { GrantWish, Hub, Log, RevokeWish, SignedGrant, StreamListener } from './ports.ts'

const ACK_TIMEOUT_MS = 5_000
const POST_TIMEOUT_MS = 5_000
/** Beyond this the gap shows by itself at the next envelope. */
const EARLY_MAX = 1_000
/** A hub that was killed is back within seconds, and an order may be waiting: no longer than this between two tries. */
const RETRY_MS = 500
/** The hub is there and does not want us. */
const REFUSED_RETRY_MS = 2_000
/** Commands waiting for the hub. More than this many orders cannot be under way, so it is never reached. */
const WAITING_MAX = 10_000
/** Refusals that say nothing about the command, only about the moment. */
const PASSING = new Set(['hub.unavailable', 'request.too-many'])

interface Followed {
  audience: string
  listener: StreamListener
  place?: { epoch: string; seq: number }
  resuming: boolean
  /** What came while the answer to a resume was on its way: both may sit in one packet. */
  early: Envelope[]
}

/** The hub over socket.io, and over HTTP for the way into the socket. */
export class HubLink implements Hub {
  #url: string
  #credential: string
  #log: Log
  #socket: Socket
  #followed = new Map<StreamName, Followed>()
  #listeners: (() => void)[] = []
  #waiting = 0
  #closed = false
  /** Why the hub cannot be reached, as it was last said: each reason once, not twice a second. */
  #away: string | undefined

  constructor(url: string, credential: string, log: Log) {
    this.#url = url
    this.#credential = credential
    this.#log = log
    this.#socket = io(url, {
      auth: (tell: (auth: object) => void) => void this.#comeIn(tell),
      transports: ['websocket'],
      autoConnect: false,
      reconnectionDelay: RETRY_MS,
      reconnectionDelayMax: RETRY_MS,
    })
  }

  open(): void {
    this.#socket.on('connect', () => {
      this.#away = undefined
      this.#log.info({}, 'connected to the hub')
      for (const stream of this.#followed.keys()) void this.#resume(stream)
      for (const listener of this.#listeners) listener()
    })
    this.#socket.on('disconnect', reason => this.#log.warn({ reason }, 'the hub is away'))
    this.#socket.on('connect_error', error => {
      if (error.message !== this.#away) this.#log.warn({ reason: error.message }, 'the hub cannot be reached')
      this.#away = error.message
      // After a refusal by the server itself the client would not try again on its own.
      if (!this.#socket.active) setTimeout(() => this.#closed || this.#socket.connect(), REFUSED_RETRY_MS)
    })
    this.#socket.on('event', (envelope: Envelope) => this.#take(envelope))
    this.#socket.connect()
  }

  close(): void {
    this.#closed = true
    this.#socket.disconnect()
  }

  reconnect(): void {
    this.#socket.disconnect()
    if (!this.#closed) this.#socket.connect()
  }

  onConnect(listener: () => void): void {
    this.#listeners.push(listener)
  }

  follow(stream: StreamName, audience: string, listener: StreamListener): void {
    this.#followed.set(stream, { audience, listener, resuming: false, early: [] })
    if (this.#socket.connected) void this.#resume(stream)
  }

  async command(stream: StreamName, command: HallCommand | LotCommand): Promise<Answer> {
    if (this.#waiting >= WAITING_MAX) throw new Error('too many commands wait for the hub')
    this.#waiting++
    try {
      for (;;) {
        const answer = await this.#ask<Answer>('command', { stream, command })
        if (answer.ok || !PASSING.has(answer.code)) return answer
        await pause(RETRY_MS)
      }
    } finally {
      this.#waiting--
    }
  }

  /** A way into the socket is good once: each connection asks for its own. Without one the next try is left to come. */
  async #comeIn(tell: (auth: object) => void): Promise<void> {
    const given = await this.#post<{ ticket: string }>('/api/socket-tickets', {})
    if (given !== undefined) tell({ ticket: given.ticket })
    else this.#socket.io.engine.close()
  }

  sign(lotId: string, wish: GrantWish): Promise<SignedGrant | undefined> {
    return this.#signed({ op: 'grant', lotId, ...wish })
  }

  signRevocation(lotId: string, wish: RevokeWish): Promise<{ mac: string } | undefined> {
    return this.#signed({ op: 'revoke', lotId, ...wish })
  }

  /** Once: an order that has no signature now comes up again by itself, later and perhaps changed. */
  async #signed<A extends object>(request: SignRequest): Promise<A | undefined> {
    if (!this.#socket.connected) return undefined
    const asked: Promise<A | Refused> = this.#socket.timeout(ACK_TIMEOUT_MS).emitWithAck('sign', request)
    const answer = await asked.catch(() => undefined)
    if (answer === undefined || !('code' in answer)) return answer
    this.#log.warn({ exemptionId: request.exemptionId, code: answer.code }, 'the hub does not sign')
    return undefined
  }

  async #post<A>(path: string, body: object): Promise<A | undefined> {
    const request = {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#credential}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(POST_TIMEOUT_MS),
    }
    try {
      const response = await fetch(new URL(path, this.#url), request)
      if (response.ok) return (await response.json()) as A
      const { code } = (await response.json().catch(() => ({}))) as { code?: string }
      this.#log.warn({ path, status: response.status, code }, 'the hub gave no answer of use')
    } catch (error) {
      // While the hub is away that is said once, by the socket.
      this.#log.debug({ reason: error instanceof Error ? error.message : String(error) }, 'no way to the hub')
    }
    return undefined
  }

  /** Asks until there is an answer; after a lost one the very same question again. */
  async #ask<A>(name: 'command' | 'resume', question: object): Promise<A> {
    for (;;) {
      if (!this.#socket.connected) await new Promise<void>(resolve => this.#socket.once('connect', resolve))
      try {
        return (await this.#socket.timeout(ACK_TIMEOUT_MS).emitWithAck(name, question)) as A
      } catch {
        await pause(RETRY_MS)
      }
    }
  }

  async #resume(stream: StreamName): Promise<void> {
    const followed = this.#followed.get(stream)!
    if (followed.resuming) return
    followed.resuming = true
    const request: ResumeRequest = { stream, audience: followed.audience, ...followed.place }
    const answer = await this.#ask<ResumeAnswer | Refused>('resume', request)
    followed.resuming = false
    if ('code' in answer) {
      this.#log.error({ stream, code: answer.code }, 'the hub does not let us follow')
      await pause(REFUSED_RETRY_MS)
      if (!this.#closed) void this.#resume(stream)
      return
    }
    followed.place = { epoch: answer.epoch, seq: answer.seq }
    if (answer.snapshot !== undefined) followed.listener.snapshot(answer.snapshot)
    for (const envelope of answer.envelopes ?? []) followed.listener.events(envelope.events)
    for (const envelope of followed.early.splice(0)) this.#take(envelope)
  }

  /** The place rule of the wire: behind → drop, a gap → resume, else take. */
  #take(envelope: Envelope): void {
    const followed = this.#followed.get(envelope.stream as StreamName)
    if (followed === undefined || envelope.audience !== followed.audience) return
    const { place } = followed
    if (place === undefined || followed.resuming) {
      if (followed.early.length < EARLY_MAX) followed.early.push(envelope)
      return
    }
    if (envelope.epoch === place.epoch && envelope.seq <= place.seq) return
    if (envelope.epoch !== place.epoch || envelope.last > place.seq)
      return void this.#resume(envelope.stream as StreamName)
    followed.place = { epoch: envelope.epoch, seq: envelope.seq }
    followed.listener.events(envelope.events)
  }
}

const pause = (delayMs: number): Promise<void> => new Promise(resolve => setTimeout(resolve, delayMs))
