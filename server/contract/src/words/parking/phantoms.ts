import type { Instant } from '../time.ts'
import type { AlarmRow, DeviceHealth } from './alarms.ts'

/** What the gate said of taking it back; `Impossible`: it takes nothing back, or did not, however often it was asked. */
export const PHANTOM_OUTCOMES = ['Revoked', 'AlreadyRevoked', 'AlreadyConsumed', 'NotFound', 'Impossible'] as const
export type PhantomOutcome = (typeof PHANTOM_OUTCOMES)[number]

/** As many as a message holds; of more the books tell the rest with the next pass. */
export const PHANTOMS_TOLD_MAX = 20

export const phantomRefusals = {
  'phantom.unknown': {
    status: 404,
    zh: '道闸上没有这笔来历不明的减免。',
    en: 'No such entitlement was found at the gate.',
  },
} as const

/** An entitlement that the gate holds and nobody granted. */
export interface PhantomRow {
  exemptionId: string
  freeMinutes: number
  /** When the gate took it, by its own clock. */
  heldAt: Instant
  /** When the hub found it. */
  at: Instant
  /** Nothing is done before a person has looked at it. */
  waits?: true | undefined
  /** Absent while it is being taken back, or waits. */
  outcome?: PhantomOutcome
}

/** What is wrong at a gate, in the head of its lot: only for operator and bridge, and absent where there is nothing. */
export interface GateHead {
  /** Active ones by their condition, as the gate last told them. */
  alarms?: Record<string, AlarmRow>
  deviceHealth?: DeviceHealth
  /** Of the last week. */
  phantoms?: Record<string, PhantomRow>
}
