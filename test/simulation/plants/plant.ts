import type { Actor, Envelope, Commit as HallCommit } from '@pingting/contract'
import type { Commit, Ledger } from '../../../parking-bridge/simulated-gate/src/ledger.ts'
import type { Lot } from '../../../parking-bridge/src/lot/port.ts'
import type { Rules } from '../../../server/src/domain.ts'
import type { Journal } from '../../../server/src/hub/journal/journal.ts'
import type { Snapshots } from '../../../server/src/hub/journal/snapshots.ts'
import type { Logger } from '../../../server/src/hub/process/log.ts'
import type { GateProcess } from '../doubles/gate-process.ts'
import type { Site } from '../doubles/site.ts'
import type { Store } from '../doubles/store/store.ts'
import type { Part } from '../engine/clockwork.ts'

export interface HubSeam {
  site: Site
  store: Store
  part: Part
  log: Logger
  publish(commit: HallCommit): void
}

// biome-ignore lint/suspicious/noExplicitAny: a wrapped rule speaks of any kind of stream.
export type AnyRules = Rules<any>

/**
 * A bug on purpose, put in from outside at one seam: around a port, around the rules, or in a double. The product does
 * not know of it. A plant that no invariant finds is a hole in the faults or in the invariants.
 */
export interface Plant {
  name: string
  /** What somebody got wrong. */
  bug: string
  /** The invariants that have to find it. */
  guards: string
  journal?(journal: Journal, seam: HubSeam): Journal
  snapshots?(snapshots: Snapshots): Snapshots
  rules?(rules: AnyRules, stream: string): AnyRules | undefined
  indexOf?(text: string): string
  actor?(actor: Actor): Actor
  envelope?(envelope: Envelope): Envelope
  store?(store: Store): void
  /** Once the evening is over, before the day is looked at for the last time. */
  atNight?(store: Store): void
  lot?(lot: Lot, site: Site, gate: GateProcess): Lot
  gateCommit?(commit: Commit, ledger: Ledger): Commit
  /** The ledger as it is shown to who decides on an order. */
  gateView?(ledger: Ledger): Ledger
  /** And to the barrier a car stands at. */
  laneView?(ledger: Ledger): Ledger
  gateAnswersEarly?: true
  joinsLateMs?: number
  forgetful?: true
  newIdPerTry?: true
}

export const NO_PLANT: Plant = { name: 'none', bug: 'nothing', guards: '' }
