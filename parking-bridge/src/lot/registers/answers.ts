import { gateReasonOf } from '../gate-reasons.ts'
import { CallFailed } from '../opcua/call-failed.ts'
import type { GrantAnswer, HeldState, Ordered, QueryAnswer, RevokeAnswer } from '../port.ts'
import type { View } from './handshake.ts'
import { orderCrc } from './layout.ts'
import { orderBody } from './requests.ts'

/** An answer as its registers say it. */
export interface Answered extends View {
  epoch: string
  outcome: number
  /** Of a rejection the reason, else the state of the exemption. */
  state: number
  /** The sum of the order that is held under the key. */
  crc: number
}

/** `AckOutcome`, by operation. Every operation may be denied (Mac or epoch are wrong) or be malformed. */
const GRANT_OUTCOMES = ['Applied', 'AlreadyApplied', 'Conflict', 'Rejected'] as const
const REVOKE_OUTCOMES = ['Revoked', 'AlreadyRevoked', 'AlreadyConsumed', 'NotFound'] as const
const FOUND = 0
const NOT_FOUND = 3
const DENIED = 4
const MALFORMED = 5
const STATES: readonly HeldState[] = ['Pending', 'Active', 'PartlyUsed', 'Consumed', 'Expired', 'Revoked']

export function grantAnswer(told: Answered, ordered: Ordered): GrantAnswer {
  const outcome = wordOf(GRANT_OUTCOMES, told.outcome)
  return {
    outcome,
    ...(outcome === 'Rejected' ? { reason: gateReasonOf(told.state) } : {}),
    storedHash: hashHeld(told, ordered),
    ledgerSeq: told.ackSeq,
    gateEpoch: told.epoch,
  }
}

export const revokeAnswer = (told: Answered): RevokeAnswer => ({
  outcome: wordOf(REVOKE_OUTCOMES, told.outcome),
  ledgerSeq: told.ackSeq,
})

export function queryAnswer(told: Answered, ordered: Ordered): QueryAnswer {
  const { epoch: gateEpoch, ackSeq: ledgerSeq } = told
  if (told.outcome === NOT_FOUND) return { found: false, gateEpoch }
  if (told.outcome !== FOUND) throw failureOf(told.outcome)
  return { found: true, state: stateOf(told.state), storedHash: hashHeld(told, ordered), ledgerSeq, gateEpoch }
}

/** The controller knows no hash: it holds our order when the sum it tells is that of our order, and else another one. */
const hashHeld = ({ crc }: Answered, { order, requestHash }: Ordered): string =>
  crc === orderCrc(orderBody(order)) ? requestHash : ''

function stateOf(state: number): HeldState {
  const word = STATES[state]
  if (word === undefined) throw failureOf(state)
  return word
}

function wordOf<W extends string>(words: readonly W[], outcome: number): W {
  const word = words[outcome]
  if (word === undefined) throw failureOf(outcome)
  return word
}

/** What is denied or malformed did not run; a word that nobody knows may have. */
function failureOf(outcome: number): CallFailed {
  if (outcome === DENIED) return new CallFailed('BadUserAccessDenied', true)
  return new CallFailed(outcome === MALFORMED ? 'BadInvalidArgument' : 'BadUnexpectedError', true)
}
