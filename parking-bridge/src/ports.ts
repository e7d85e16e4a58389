import type {
  Answer,
  ExemptionOrder,
  HallCommand,
  Instant,
  LotCommand,
  Screen,
  ScreenEvent,
  StreamName,
} from '@pingting/contract'
import type { Lot } from './lot/port.ts'

/** Time and chance as the bridge sees them; the simulation hands in its own. */
export interface Time {
  /** Business time: rules and deadlines. */
  now(): Instant
  /** Milliseconds of the wall that never go back: waits and backoff. */
  wallMs(): number
  /** @returns how to call it off. */
  after(delayMs: number, run: () => void): () => void
  /** From 0 to 1. */
  random(): number
  uuid(): string
}

type Say = (about: object, text: string) => void
export interface Log {
  debug: Say
  info: Say
  warn: Say
  error: Say
}

/**
 * Places at which a bridge may die between hub and gate. Only the simulation hands in something that listens; in
 * production nobody is told, and no setting can change that.
 *
 * c8 an order is picked · c9 signed, before the call to the gate · c11 the gate has answered, before the hub is told ·
 * c14 facts are fetched, before they are reported
 */
export type FaultPoint = 'c8' | 'c9' | 'c11' | 'c14'
export type Fault = (point: FaultPoint) => void

export const noFault: Fault = () => undefined

/** What the bridge asks of the hub. */
export interface Hub {
  open(): void
  close(): void
  /** Leaves and comes again: what a credential may do is looked up when it is shown. */
  reconnect(): void
  /** Called each time the hub has become reachable. */
  onConnect(listener: () => void): void
  /** Follows a stream as one audience: a snapshot first, and again whenever the place was lost. */
  follow(stream: StreamName, audience: string, listener: StreamListener): void
  /** Repeats the same command with the same id until the hub has answered it. */
  command(stream: StreamName, command: HallCommand | LotCommand): Promise<Answer>
  /** Asks for the signature of one sending; `undefined` when the hub has none to give now. */
  sign(lotId: string, wish: GrantWish): Promise<SignedGrant | undefined>
  signRevocation(lotId: string, wish: RevokeWish): Promise<{ mac: string } | undefined>
}

export interface StreamListener {
  snapshot(screen: Screen): void
  events(events: ScreenEvent[]): void
}

export interface GrantWish {
  exemptionId: string
  submitDeadline: Instant
  bridgeEpoch: number
}
export interface SignedGrant {
  order: ExemptionOrder
  /** Hex. */
  requestHash: string
  /** Hex. */
  mac: string
}
export interface RevokeWish {
  exemptionId: string
  /** Of the revocation itself: the same each time it is sent. */
  key: string
  bridgeEpoch: number
}

export interface BridgeParts {
  lot: Lot
  hub: Hub
  lotId: string
  bridgeId: string
  /** Absent: the halls that the lot's card names. */
  hallIds?: string[]
  time: Time
  log: Log
  /** Is told how far an order has come; the simulation ends the process there. */
  fault?: Fault
}
