import type { RecordedActor } from '../../actors.ts'
import type { HallCard } from '../../halls.ts'
import type { DeviceKind, StaffRole } from '../../scalars.ts'
import type { Calendar } from '../calendar.ts'
import type { WaitLimitMinutes } from '../office/frames.ts'
import type { BusinessDay, Instant } from '../time.ts'
import type { HallHours } from './hours.ts'

/** What whoever sets a hall up is shown of it. */
export interface HallSetup {
  card: Omit<HallCard, 'policy'>
  /** Without them its kiosks always give numbers. */
  hours?: HallHours
  waitLimitMinutes: WaitLimitMinutes
  /** Where its kiosks read identity cards. */
  realName?: { readerUrl?: string }
  /** The published holidays and moved working days from today on. */
  calendar: Calendar
  policyVersion: string
  devices: PairedDevice[]
  /** Codes that were given out and not used yet. */
  invites: InviteRow[]
  /** Since when this hub knows which devices were there. */
  watchedSince: Instant
  lots: LotSetup[]
}

interface InviteRow {
  deviceId: string
  kind: DeviceKind
  counterId?: string | undefined
  expiresAt: Instant
}

/** Without `seenAt` it was not there since the hub began to watch. */
export interface PairedDevice {
  deviceId: string
  kind: DeviceKind
  counterId?: string
  isHere: boolean
  seenAt?: Instant
}

interface LotSetup {
  lotId: string
  name: string
  nameEn: string
  spaces: number
  /** Local times at which its shifts begin. */
  shifts: string[]
  /** A bridge has taken this car park at least once. */
  hadBridge: boolean
  linkUsable: boolean
}

export interface StaffRow {
  staffId: string
  name: string
  role: StaffRole
  hallIds: string[]
  lotIds: string[]
  /** He has not chosen a password of his own yet. */
  hasFirstPassword: boolean
  hasSecondFactor: boolean
  isClosed: boolean
}

/** One command that was accepted: who, when, from where, and what came of it. */
export interface DeedRow {
  at: Instant
  stream: string
  seq: number
  actor: RecordedActor
  /** Of one of the staff, as his account has it. */
  name?: string
  /** Each with the ids and plain words it names; nothing personal, and no level of a rating. */
  events: { type: string; about: Record<string, string> }[]
}

/** The latest first. */
export interface Deeds {
  day: BusinessDay
  rows: DeedRow[]
  /** There are more than are told. */
  isCut: boolean
}
export const DEEDS_MAX = 1_000
