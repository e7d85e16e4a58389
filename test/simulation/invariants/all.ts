import type { Evidence, Invariant } from '../evidence.ts'
import { acknowledged, leases, repeats, strangers } from './answers.ts'
import { exemptionEndings, ticketEndings } from './endings/endings.ts'
import { books, entitlements, nothingForgotten } from './entitlement.ts'
import { floor } from './floor.ts'
import {
  bookedAsTold,
  deniedRightly,
  factsInOrder,
  honouredRightly,
  notGrantedAnew,
  onceAtTheGate,
  wholeFen,
} from './gate.ts'
import { anchored, foldOfLog, wholeLog } from './log.ts'
import { reasons, toldInTime } from './reasons.ts'
import { allEnded, hubEqualsGate, screensAgree, usesBooked } from './rest.ts'
import { usesJudged } from './uses.ts'

/** Ten minutes after the last fault, while the hall is still open. */
const AT_REST: readonly Invariant[] = [hubEqualsGate, usesBooked, screensAgree, nothingForgotten, toldInTime]

/** At any moment. */
const ALWAYS: readonly Invariant[] = [
  ...[acknowledged, repeats, strangers, leases, wholeLog, anchored, floor, entitlements, reasons, exemptionEndings],
  ...[onceAtTheGate, honouredRightly, deniedRightly, notGrantedAnew, bookedAsTold, wholeFen],
  ...[usesJudged, factsInOrder],
]

/** When the day is long over. */
const IN_THE_END: readonly Invariant[] = [...ALWAYS, foldOfLog, books, allEnded, usesBooked, ticketEndings]

const ask = (invariants: readonly Invariant[], evidence: Evidence): string[] =>
  invariants.flatMap(invariant => invariant(evidence))

export const atRest = (evidence: Evidence): string[] => ask(AT_REST, evidence)
export const inTheEnd = (evidence: Evidence): string[] => ask(IN_THE_END, evidence)
/** Of a day that was broken off, since what was seen already is enough. */
export const brokenOff = (evidence: Evidence): string[] => ask(ALWAYS, evidence)
