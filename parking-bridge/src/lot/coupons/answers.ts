import type { GrantAnswer, HeldState, Ordered, QueryAnswer, RevokeAnswer, Told } from '../port.ts'
import type { Fields } from './sign.ts'
import { wallTextOf } from './times.ts'
import { APPLIED, type Meaning, MINUTES, meaningOf, STATUS } from './words.ts'

/** A signed answer of the platform, or why there is none that could be believed. */
export type Reply = { code: string; fields: Fields } | { failed: string }

/** The values of an answer that are read. */
export const ANSWER_FIELDS = [
  ...(['service', 'result_code', 'grant_serial', 'plate', 'type', 'value', 'expire_time'] as const),
  ...(['status', 'apply_status'] as const),
]

/** The code alone does not say what it means: who can look has to look. */
type Ambiguous = { told: 'ambiguous' }
const AMBIGUOUS: Ambiguous = { told: 'ambiguous' }
/** The platform numbers no ledger. */
const NO_SEQ = 0

/** What makes an order the one it is, in the platform's words. */
export const orderFields = ({ order: { plate, freeMinutes, notAfter } }: Pick<Ordered, 'order'>) => ({
  plate,
  type: MINUTES,
  value: String(freeMinutes),
  expire_time: wallTextOf(notAfter),
})

export function grantTold(reply: Reply, { requestHash }: Ordered, gateEpoch: string): Told<GrantAnswer> | Ambiguous {
  const held = { ledgerSeq: NO_SEQ, gateEpoch }
  return plainly<Told<GrantAnswer> | Ambiguous>(reply, {
    done: () => answered({ outcome: 'Applied', storedHash: requestHash, ...held }),
    noRecord: code => ({ told: 'refusedBeforeRunning', retry: 'notYet', code }),
    // People lift a limit: tried for a while, as with a store that is full, and then an operator sees it.
    limited: () => rejected('LIMITED', gateEpoch),
    ambiguous: () => AMBIGUOUS,
  })
}

export function revokeTold(reply: Reply): Told<RevokeAnswer> | Ambiguous {
  return plainly<Told<RevokeAnswer> | Ambiguous>(reply, {
    done: () => answered({ outcome: 'Revoked', ledgerSeq: NO_SEQ }),
    noRecord: () => answered({ outcome: 'NotFound', ledgerSeq: NO_SEQ }),
    ambiguous: () => AMBIGUOUS,
  })
}

export function queryTold(reply: Reply, ordered: Ordered, gateEpoch: string): Told<QueryAnswer> {
  return plainly<Told<QueryAnswer>>(reply, {
    done: (code, fields) => {
      const state = stateOf(fields)
      if (state === undefined) return { told: 'unknown', code }
      return answered({ found: true, state, storedHash: hashHeld(fields, ordered), ledgerSeq: NO_SEQ, gateEpoch })
    },
    noRecord: () => answered({ found: false, gateEpoch }),
  })
}

/** What an ambiguous answer to a grant meant: read off the answer to a question about its key. */
export function grantByQuery(reply: Reply, ordered: Ordered, gateEpoch: string): Told<GrantAnswer> {
  const asked = queryTold(reply, ordered, gateEpoch)
  if (asked.told !== 'answered') return { told: 'unknown', code: asked.code }
  const { answer } = asked
  if (!answer.found) return rejected('STACK_REJECTED', gateEpoch)
  if (answer.state === 'Revoked') return rejected('INVALID', gateEpoch)
  const { storedHash } = answer
  const outcome = storedHash === ordered.requestHash ? 'AlreadyApplied' : 'Conflict'
  return answered({ outcome, storedHash, ledgerSeq: NO_SEQ, gateEpoch })
}

/** Likewise to a revocation: it was taken back before, or was used or paid with. */
export function revokeByQuery(reply: Reply): Told<RevokeAnswer> {
  return plainly<Told<RevokeAnswer>>(reply, {
    done: (code, fields) => {
      const state = stateOf(fields)
      if (state === undefined) return { told: 'unknown', code }
      const outcome = state === 'Revoked' ? 'AlreadyRevoked' : 'AlreadyConsumed'
      return answered({ outcome, ledgerSeq: NO_SEQ })
    },
    noRecord: () => answered({ outcome: 'NotFound', ledgerSeq: NO_SEQ }),
  })
}

type Tell<T> = (code: string, fields: Fields) => T

/** What is not among `means` is told by the code alone; a meaning that does not fit the question proves nothing. */
function plainly<T>(reply: Reply, means: Partial<Record<Meaning, Tell<T>>>): T | Told<never> {
  if ('failed' in reply) return { told: 'unknown', code: reply.failed }
  const { code, fields } = reply
  const meaning = meaningOf(code)
  const tell = means[meaning]
  if (tell !== undefined) return tell(code, fields)
  const isProof = meaning === 'retryable' || meaning === 'terminal'
  return isProof ? { told: 'refusedBeforeRunning', retry: meaning, code } : { told: 'unknown', code }
}

const answered = <A>(answer: A): Told<A> => ({ told: 'answered', answer })

const rejected = (reason: NonNullable<GrantAnswer['reason']>, gateEpoch: string): Told<GrantAnswer> =>
  answered({ outcome: 'Rejected', reason, storedHash: '', ledgerSeq: NO_SEQ, gateEpoch })

function stateOf({ status, apply_status }: Fields): HeldState | undefined {
  if (status === STATUS.takenBack) return 'Revoked'
  if (status === STATUS.expired) return 'Expired'
  if (status !== STATUS.given) return undefined
  return apply_status === APPLIED ? 'Consumed' : 'Active'
}

/** The platform knows no hash: it holds our order when every value that makes it ours is the one it tells. */
const hashHeld = (fields: Fields, ordered: Ordered): string =>
  Object.entries(orderFields(ordered)).every(([name, value]) => fields[name] === value) ? ordered.requestHash : ''
