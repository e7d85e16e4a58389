import { addMs, type CommandOf, type Mismatch } from '@pingting/contract'
import { type Exemption, isOpen } from './claim.ts'
import { GRACE_MS } from './due.ts'
import type { ExemptionState } from './state.ts'

/** By the gate's own clock an exit may cross the end of an exemption by so much: the two decided at once. */
const LATE_RACE_MS = 5_000

/** What the gate let go free, as the lot recorded it. */
export type GateUse = Omit<CommandOf<'exemption.honour'>, 'type' | 'commandId'>

/** Booked already, as honoured or as a mismatch. The same exit told under another number is the same use. */
export function isBooked(state: ExemptionState, use: GateUse): boolean {
  const { exemptionId, exitedAt } = use
  const exemption = state.exemptions.get(exemptionId)
  if (exemption?.status === 'honoured' && exemption.exitedAt === exitedAt) return true
  return [...state.mismatches.values()].some(row => row.exemptionId === exemptionId && row.exitedAt === exitedAt)
}

/** Why a use at the gate of what we granted cannot be booked as honoured, or undefined when it can. */
export function mismatchOf(exemption: Exemption, { exitedAt }: GateUse): Mismatch | undefined {
  if (exemption.status === 'honoured') return 'APPLIED_TWICE'
  if (isOpen(exemption)) return undefined
  return exitedAt <= addMs(endAtGate(exemption), LATE_RACE_MS) ? undefined : 'APPLIED_AFTER_END'
}

/** What ends by time ends at the gate after its grace, long before the hub is sure of it; what has ended says when. */
const endAtGate = ({ status, notAfter, endedAt }: Exemption): string =>
  status === 'expired' ? addMs(notAfter, GRACE_MS) : endedAt!
