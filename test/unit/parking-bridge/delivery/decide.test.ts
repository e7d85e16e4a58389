import { describe, expect, test } from 'vitest'
import {
  ATTEMPTS_MAX,
  settleGrant,
  settleQuery,
  settleRevoke,
  stepOf,
} from '../../../../parking-bridge/src/delivery/decide.ts'
import { afterEpochChange, begunEarlier, begunLive, heard } from '../../../../parking-bridge/src/delivery/progress.ts'
import {
  at,
  EPOCH,
  granted,
  HASH,
  ID,
  knownOf,
  lost,
  NOT_AFTER,
  orderOf,
  refusedForGood,
  refusedOnce,
  rejectedFor,
  situation,
  underWay,
} from './given.ts'

const s = situation()
const confirm = { type: 'exemption.confirm', exemptionId: ID, gateEpoch: EPOCH, ledgerSeq: 7 }
const freeze = { type: 'exemption.freeze', exemptionId: ID }
const doubt = { type: 'exemption.doubt', exemptionId: ID }

describe('what an answer to a grant means', () => {
  test.each([
    ['Applied', granted(), confirm, 'rest'],
    ['AlreadyApplied', granted({ outcome: 'AlreadyApplied' }), confirm, 'rest'],
    ['Applied with another hash', granted({ storedHash: 'bb' }), freeze, 'rest'],
    ['Conflict', granted({ outcome: 'Conflict' }), freeze, 'rest'],
    ['a lost answer', lost, doubt, 'query'],
    ['a refusal before it ran', refusedOnce, undefined, 'send'],
    ['a malformed order', refusedForGood, freeze, 'rest'],
    ['an answer of another epoch', granted({ gateEpoch: 'epoch-0' }), undefined, 'send'],
  ] as const)('[GT20] %s', (_name, told, tell, next) => {
    const verdict = settleGrant(underWay('send'), told, HASH, s)
    expect(verdict.tell).toEqual(tell)
    expect(verdict.progress).toMatchObject({ next, busy: false })
  })

  test.each(['ALREADY_LEFT', 'ALREADY_PAID', 'CLASS_EXCLUDED', 'EXPIRED', 'STACK_REJECTED', 'INVALID'] as const)(
    '[GT14] Rejected for %s is refused with that reason',
    reason => {
      const { tell, progress } = settleGrant(underWay('send'), rejectedFor(reason), HASH, s)
      expect(tell).toEqual({ type: 'exemption.refuse', exemptionId: ID, reason })
      expect(progress.next).toBe('rest')
    },
  )

  test.each(['STORE_FULL', 'BAD_MAC', 'DEADLINE_PASSED'] as const)(
    '[GT21] Rejected for %s is a fault of this sending: the order is sent again',
    reason => {
      const { tell, progress } = settleGrant(underWay('send'), rejectedFor(reason), HASH, s)
      expect([tell, progress.next]).toEqual([undefined, 'send'])
      expect(progress.tryAtMs).toBe(s.wallMs + 1_000)
    },
  )

  test('[GT29] while a lost sending may still arrive and be taken, a rejection is not the last word', () => {
    const { progress } = settleGrant(underWay('send'), lost, HASH, s)
    const again = (seconds: number) =>
      settleGrant({ ...underWay('send'), progress }, rejectedFor('ALREADY_LEFT'), HASH, situation({ now: at(seconds) }))
    expect([again(59).tell, again(59).progress.next]).toEqual([undefined, 'query'])
    expect(again(60).tell).toMatchObject({ type: 'exemption.refuse', reason: 'ALREADY_LEFT' })
  })

  test('[GT14] Rejected without a reason is refused as INVALID', () => {
    const { tell, progress } = settleGrant(underWay('send'), granted({ outcome: 'Rejected' }), HASH, s)
    expect(tell).toEqual({ type: 'exemption.refuse', exemptionId: ID, reason: 'INVALID' })
    expect(progress.next).toBe('rest')
  })

  test('[GT21] past the order’s own end a passed deadline is final', () => {
    const { tell } = settleGrant(underWay('send'), rejectedFor('DEADLINE_PASSED'), HASH, situation({ now: NOT_AFTER }))
    expect(tell).toMatchObject({ type: 'exemption.refuse', reason: 'DEADLINE_PASSED' })
  })

  test('[GT16] Rejected for FENCED_EPOCH stops the bridge and refuses nothing', () => {
    const verdict = settleGrant(underWay('send'), rejectedFor('FENCED_EPOCH'), HASH, s)
    expect(verdict).toMatchObject({ fenced: true })
    expect(verdict.tell).toBeUndefined()
  })

  test.each([granted(), lost, refusedOnce, rejectedFor('ALREADY_LEFT')])(
    '[GT13] an order that is to be taken back is taken back, whatever came of sending it (%#)',
    told => {
      const { tell, progress } = settleGrant(underWay('send', { revoking: true }), told, HASH, s)
      expect([tell, progress.next, progress.busy]).toEqual([undefined, 'revoke', false])
    },
  )

  test('[G2] a doubt is told once', () => {
    expect(settleGrant(underWay('send', {}, { doubtful: true }), lost, HASH, s).tell).toBeUndefined()
    expect(settleGrant(underWay('send', { unknown: true }), lost, HASH, s).tell).toBeUndefined()
  })
})

describe('what a question brings', () => {
  const found = (change: object = {}) =>
    ({
      told: 'answered',
      answer: { found: true, state: 'Active', storedHash: HASH, ledgerSeq: 7, gateEpoch: EPOCH, ...change },
    }) as const
  const notFound = { told: 'answered', answer: { found: false, gateEpoch: EPOCH } } as const

  test('[G2] found with the same hash is confirmed', () => {
    const { tell, progress } = settleQuery(underWay('query', {}, { doubtful: true }), found(), HASH, s)
    expect([tell, progress.next, progress.doubtful]).toEqual([{ ...confirm, asked: true }, 'rest', false])
  })
  test('[G2] found with another hash is frozen', () => {
    expect(settleQuery(underWay('query'), found({ storedHash: 'bb' }), HASH, s).tell).toEqual(freeze)
  })
  test('[G2] not found in the same epoch: the same key again, at once the first time', () => {
    const { tell, progress } = settleQuery(underWay('query', { unknown: true }, { attempts: 1 }), notFound, HASH, s)
    expect([tell, progress.next, progress.tryAtMs, progress.attempts]).toEqual([undefined, 'send', s.wallMs, 1])
  })
  test('[G2] not found again and again: with growing pauses, then the operator', () => {
    const { progress } = settleQuery(underWay('query', {}, { attempts: 4 }), notFound, HASH, s)
    expect(progress.tryAtMs).toBe(s.wallMs + 4_000)
    expect(settleQuery(underWay('query', {}, { attempts: ATTEMPTS_MAX }), notFound, HASH, s).tell).toEqual(freeze)
  })
  test('[G2] an answer of another epoch settles nothing', () => {
    for (const told of [
      found({ gateEpoch: 'epoch-0' }),
      { told: 'answered', answer: { found: false, gateEpoch: 'epoch-0' } } as const,
    ]) {
      const { tell, progress } = settleQuery(underWay('query'), told, HASH, s)
      expect([tell, progress.next]).toEqual([undefined, 'query'])
    }
  })
  test('[PF27] not found by a controller that may have forgotten the key: never the same key again, but the operator', () => {
    const forgotten = { told: 'answered', answer: { ...notFound.answer, mayBeForgotten: true } } as const
    const ask = (order: object, seconds = 0) =>
      settleQuery(underWay('query', order), forgotten, HASH, situation({ now: at(seconds) }))
    for (const order of [{ unknown: true }, { status: 'confirmed' as const }])
      expect([ask(order).tell, ask(order).progress.next]).toEqual([freeze, 'rest'])
    // Past its end nobody knows whether it was used; one that was confirmed ran out at the gate.
    expect(ask({ unknown: true }, 3_660).tell).toEqual(freeze)
    expect(ask({ status: 'confirmed' }, 3_660)).toMatchObject({ progress: { next: 'rest' } })
    expect(ask({ status: 'confirmed' }, 3_660).tell).toBeUndefined()
  })
  test('[PF28] an order that it confirmed and does not know has ended there, whatever this bridge has counted since its start', () => {
    const forgetful = { told: 'answered', answer: { ...notFound.answer, forgets: true } } as const
    const ask = (order: object) => settleQuery(underWay('query', order), forgetful, HASH, s)
    const confirmed = ask({ status: 'confirmed', unknown: true })
    expect([confirmed.tell, confirmed.progress.next]).toEqual([freeze, 'rest'])
    // Of one that nobody confirmed the count decides.
    expect([ask({ unknown: true }).tell, ask({ unknown: true }).progress.next]).toEqual([undefined, 'send'])
  })
  test('[GT22] after its deadline an unknown order is asked about, and closed only once nothing can arrive any more', () => {
    const late = (seconds: number) =>
      settleQuery(underWay('query', { unknown: true }), notFound, HASH, situation({ now: at(3_600 + seconds) }))
    expect(late(29).tell).toBeUndefined()
    expect(late(29).progress.next).toBe('query')
    expect(late(30).tell).toEqual({ type: 'exemption.refuse', exemptionId: ID, reason: 'DEADLINE_PASSED' })
  })
  test('[GT22] a confirmed order the gate holds no more is left alone once it has ended: it ran out there', () => {
    const { tell, progress } = settleQuery(
      underWay('query', { status: 'confirmed' }),
      ...([notFound, HASH, situation({ now: at(3_630) })] as const),
    )
    expect([tell, progress.next]).toEqual([undefined, 'rest'])
  })
  test('a confirmed order that is looked after is told only when it is gone or revoked', () => {
    expect(settleQuery(underWay('query', { status: 'confirmed' }), found(), HASH, s).tell).toBeUndefined()
    expect(settleQuery(underWay('query', { status: 'confirmed' }), notFound, HASH, s).progress.next).toBe('send')
    const tombstone = found({ state: 'Revoked', storedHash: '' })
    expect(settleQuery(underWay('query', { status: 'confirmed' }), tombstone, HASH, s).tell).toMatchObject({
      type: 'exemption.recordRevocation',
      outcome: 'Revoked',
    })
  })
  test('a question without an answer is asked again, later each time', () => {
    const first = settleQuery(underWay('query'), lost, HASH, s)
    const second = settleQuery({ ...underWay('query'), progress: first.progress }, refusedOnce, HASH, s)
    expect([first.progress.tryAtMs, second.progress.tryAtMs]).toEqual([s.wallMs + 1_000, s.wallMs + 2_000])
    expect([first.tell, second.tell]).toEqual([undefined, undefined])
  })
})

describe('what taking back brings', () => {
  test.each(['Revoked', 'AlreadyRevoked', 'AlreadyConsumed', 'NotFound'] as const)('[GT13] %s is recorded', outcome => {
    const told = { told: 'answered', answer: { outcome, ledgerSeq: 9 } } as const
    const { tell, progress } = settleRevoke(underWay('revoke', { revoking: true }), told, s)
    expect(tell).toEqual({ type: 'exemption.recordRevocation', exemptionId: ID, outcome })
    expect(progress.next).toBe('rest')
  })
  test('[GT13] a lost answer: the same revocation again', () => {
    const { tell, progress } = settleRevoke(underWay('revoke', { revoking: true }), lost, s)
    expect([tell, progress.next, progress.tryAtMs]).toEqual([undefined, 'revoke', s.wallMs + 1_000])
  })
  test('[GT13] a malformed one goes to the operator', () => {
    expect(settleRevoke(underWay('revoke', { revoking: true }), refusedForGood, s).tell).toEqual(freeze)
  })
})

describe('what may be done now', () => {
  test('[GT22] past its end an order is not sent; one in doubt is asked about', () => {
    expect(stepOf(knownOf(), at(3_599), 0)).toBe('send')
    expect(stepOf(knownOf(), NOT_AFTER, 0)).toBeUndefined()
    expect(stepOf(knownOf({ unknown: true }), NOT_AFTER, 0)).toBe('query')
    expect(stepOf(knownOf({}, { doubtful: true }), NOT_AFTER, 0)).toBe('query')
    expect(stepOf(knownOf({ revoking: true }, { next: 'revoke' }), NOT_AFTER, 0)).toBe('revoke')
  })
  test('one call at a time for an order, and none before its pause is over', () => {
    expect(stepOf(knownOf({}, { busy: true }), at(0), 0)).toBeUndefined()
    expect(stepOf(knownOf({}, { tryAtMs: 500 }), at(0), 499)).toBeUndefined()
    expect(stepOf(knownOf({}, { tryAtMs: 500 }), at(0), 500)).toBe('send')
  })
})

describe('where an order begins', () => {
  const { capabilities } = s
  test('[GT17] one that was there before us is asked about; one we saw granted is sent', () => {
    expect(begunEarlier(orderOf(), capabilities, 0).next).toBe('query')
    expect(begunEarlier(orderOf({ status: 'confirmed' }), capabilities, 0).next).toBe('query')
    expect(begunLive(orderOf()).next).toBe('send')
  })
  test('one to be taken back is taken back, also when it is frozen; a frozen one rests', () => {
    expect(begunEarlier(orderOf({ revoking: true, frozen: true }), capabilities, 0).next).toBe('revoke')
    expect(begunEarlier(orderOf({ frozen: true }), capabilities, 0).next).toBe('rest')
    expect(begunLive(orderOf({ revoking: true })).next).toBe('revoke')
    expect(heard(orderOf({ frozen: true }), knownOf().progress, 'exemption.frozen', capabilities).next).toBe('rest')
    expect(
      heard(
        orderOf({ revoking: true }),
        knownOf({}, { next: 'rest', attempts: 9 }).progress,
        'exemption.revocationRequested',
        capabilities,
      ),
    ).toMatchObject({ next: 'revoke', attempts: 0 })
  })
  test('[GT18] after an epoch change all is sent again, but what rests with an operator, is taken back or has ended', () => {
    const resting = { next: 'rest', attempts: 3 } as const
    expect(afterEpochChange(knownOf({ status: 'confirmed' }, resting), capabilities, EPOCH)).toMatchObject({
      next: 'send',
      attempts: 0,
    })
    expect(afterEpochChange(knownOf({ frozen: true }, resting), capabilities, EPOCH).next).toBe('rest')
    expect(afterEpochChange(knownOf({ revoking: true }, { next: 'revoke' }), capabilities, EPOCH).next).toBe('revoke')
    expect(afterEpochChange(knownOf({}, { busy: true }), capabilities, EPOCH).busy).toBe(true)
    const { progress } = settleGrant(underWay('send'), rejectedFor('ALREADY_LEFT'), HASH, s)
    expect(afterEpochChange({ ...knownOf(), progress }, capabilities, EPOCH).next).toBe('rest')
  })
  test('[GT18, GT34] but a gate that takes the same order twice is sent none again that it may have carried out', () => {
    const twice = { ...capabilities, query: false, idempotent: false }
    const resting = { next: 'rest' } as const
    for (const over of [{ sent: true as const }, { unknown: true }])
      expect(afterEpochChange(knownOf(over, resting), twice, EPOCH).next).toBe('rest')
    expect(afterEpochChange(knownOf({}, { doubtful: true, next: 'rest' }), twice, EPOCH).next).toBe('rest')
    // What never left the bridge may go.
    expect(afterEpochChange(knownOf({}, resting), twice, EPOCH).next).toBe('send')
  })
})
