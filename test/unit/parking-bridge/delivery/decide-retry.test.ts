import { describe, expect, test } from 'vitest'
import {
  ATTEMPTS_MAX,
  backoffMs,
  begin,
  settleGrant,
  settleUnsigned,
  stepOf,
  submitDeadlineOf,
} from '../../../../parking-bridge/src/delivery/decide.ts'
import type { Order } from '../../../../parking-bridge/src/delivery/orders.ts'
import {
  begunEarlier,
  doubtEarlier,
  heard,
  hurried,
  missedOf,
  type Progress,
  QUARANTINE_MS,
} from '../../../../parking-bridge/src/delivery/progress.ts'
import type { Capabilities } from '../../../../parking-bridge/src/lot/port.ts'
import { at, granted, HASH, ID, knownOf, lost, NOT_AFTER, orderOf, refusedOnce, situation, underWay } from './given.ts'

const s = situation()
const freeze = { type: 'exemption.freeze', exemptionId: ID }

describe('what a controller can do decides what follows a lost answer', () => {
  const nextAfter = (change: object) => {
    const capabilities = { ...s.capabilities, ...change }
    return settleGrant(underWay('send'), lost, HASH, situation({ capabilities })).progress
  }
  test('[GT24] idempotent and queryable: asked at once', () =>
    expect(nextAfter({})).toMatchObject({ next: 'query', tryAtMs: s.wallMs }))
  test('[GT24] idempotent only: the same key again', () =>
    expect(nextAfter({ query: false })).toMatchObject({ next: 'send', tryAtMs: s.wallMs + 1_000 }))
  test('[GT24] queryable only: asked after two minutes', () =>
    expect(nextAfter({ idempotent: false })).toMatchObject({ next: 'query', tryAtMs: s.wallMs + QUARANTINE_MS }))
  test('[GT24] neither: never sent again by itself', () => {
    expect(nextAfter({ query: false, idempotent: false }).next).toBe('rest')
    const none = { ...s.capabilities, query: false, idempotent: false }
    expect(begunEarlier(orderOf({ sent: true }), none, s.wallMs).next).toBe('rest')
    expect(hurried(nextAfter({ idempotent: false }), none).tryAtMs).toBe(s.wallMs + QUARANTINE_MS)
  })
})

describe('an order from before this process, at a controller that does two orders twice', () => {
  const { wallMs } = s
  const begun = (order: Partial<Order>, change: object) => {
    const capabilities = { ...s.capabilities, idempotent: false, ...change }
    const earlier = orderOf({ sent: true, ...order })
    const progress = begunEarlier(earlier, capabilities, wallMs)
    return { next: progress.next, tryAtMs: progress.tryAtMs, tell: doubtEarlier(earlier, progress) }
  }
  const doubt = { type: 'exemption.doubt', exemptionId: ID }

  test('[GT24] and that can be asked is asked once what the dead process left on its way has arrived', () => {
    expect(begun({}, {})).toEqual({ next: 'query', tryAtMs: wallMs + QUARANTINE_MS, tell: undefined })
    expect(begun({ status: 'confirmed' }, {})).toEqual({ next: 'query', tryAtMs: 0, tell: undefined })
  })
  test('[GT24] and that cannot be asked is told as doubtful, once', () => {
    const none = { query: false }
    expect(begun({}, none)).toEqual({ next: 'rest', tryAtMs: 0, tell: doubt })
    for (const order of [{ unknown: true }, { frozen: true }, { status: 'confirmed' as const }, { revoking: true }])
      expect(begun(order, none).tell).toBeUndefined()
  })
  test('[GT34] that was not marked never left the house: it is sent, and nobody is told anything', () => {
    for (const query of [true, false])
      expect(begun({ sent: false }, { query })).toEqual({ next: 'send', tryAtMs: 0, tell: undefined })
    expect(begun({ sent: false, unknown: true }, { query: false }).next).toBe('rest')
    expect(begun({ sent: false, status: 'confirmed' }, {}).next).toBe('query')
  })
  test('[GT35] that a person has looked for at the gate is sent as if for the first time, or rests', () => {
    const rests = { ...knownOf({}).progress, next: 'rest' as const, attempts: 7 }
    expect(heard(orderOf(), rests, 'exemption.settled', situation().capabilities)).toMatchObject({
      next: 'send',
      attempts: 0,
      backlog: true,
    })
    expect(heard(orderOf({ status: 'confirmed' }), rests, 'exemption.settled', situation().capabilities).next).toBe(
      'rest',
    )
    const doubted = orderOf({ unknown: true, sent: true })
    expect(missedOf(doubted, orderOf())).toBe('exemption.settled')
    expect(missedOf(orderOf({ frozen: true }), orderOf())).toBe('exemption.settled')
    expect(missedOf(orderOf(), orderOf({ revoking: true }))).toBe('exemption.revocationRequested')
    for (const same of [doubted, orderOf({ frozen: true }), orderOf({ status: 'confirmed' })])
      expect(missedOf(doubted, same)).toBeUndefined()
    expect(missedOf(orderOf(), orderOf())).toBeUndefined()
  })
  test('[GT44] that the gate had confirmed, and somebody doubts, is asked about where the gate can be asked', () => {
    const { capabilities } = situation()
    const rests = { ...knownOf({}).progress, next: 'rest' as const }
    const confirmed = orderOf({ status: 'confirmed', unknown: true })
    const doubted = (order: Order, progress: Progress, can: Partial<Capabilities> = {}) =>
      heard(order, progress, 'exemption.doubted', { ...capabilities, ...can }).next
    expect(doubted(confirmed, rests)).toBe('query')
    expect(doubted(confirmed, rests, { query: false })).toBe('send')
    expect(doubted(confirmed, rests, { query: false, idempotent: false })).toBe('rest')
    // Not its own doubt that comes back late, nor of one that is to be taken back, nor of one that is over.
    expect(doubted(orderOf({ unknown: true }), rests)).toBe('rest')
    expect(doubted(orderOf({ status: 'confirmed', revoking: true }), rests)).toBe('rest')
    expect(doubted(confirmed, { ...rests, isOver: true })).toBe('rest')
    expect(missedOf(orderOf({ status: 'confirmed' }), confirmed)).toBe('exemption.doubted')
    expect(missedOf(confirmed, confirmed)).toBeUndefined()
  })
  test('[GT24] elsewhere nobody is told anything', () => {
    expect(doubtEarlier(orderOf(), begunEarlier(orderOf(), s.capabilities, wallMs))).toBeUndefined()
    const frozen = orderOf({ frozen: true })
    expect(doubtEarlier(frozen, begunEarlier(frozen, s.capabilities, wallMs))).toBeUndefined()
  })
})

describe('[PF14] a car that the gate has not seen yet', () => {
  const notYet = { told: 'refusedBeforeRunning', retry: 'notYet', code: '1002' } as const

  test('the order is told again, after pauses that grow, and no such sending counts towards the twenty', () => {
    // given an order one sending short of twenty, told thirty times more
    let known = knownOf({}, { attempts: ATTEMPTS_MAX - 1 })
    const pauses: number[] = []
    for (let n = 0; n < 30; n += 1) {
      known = { ...known, progress: begin({ ...known.progress, tryAtMs: 0 }, 'send') }
      const verdict = settleGrant(known, notYet, HASH, s)
      expect(verdict.tell).toBeUndefined()
      known = { ...known, progress: verdict.progress }
      pauses.push((known.progress.tryAtMs - s.wallMs) / 1_000)
    }
    // then it is still to be sent
    expect(known.progress).toMatchObject({ next: 'send', attempts: ATTEMPTS_MAX - 1, busy: false })
    expect([...pauses.slice(0, 8), pauses.at(-1)]).toEqual([1, 2, 4, 8, 16, 32, 64, 64, 64])
    // and it confirms as any other does
    const sent = { ...known, progress: begin(known.progress, 'send') }
    expect(settleGrant(sent, granted(), HASH, s).tell).toMatchObject({ type: 'exemption.confirm' })
  })

  test('until its end, and then no more', () => {
    const { progress } = settleGrant(underWay('send'), notYet, HASH, s)
    const known = { order: orderOf(), progress }
    expect(stepOf(known, at(3_599), progress.tryAtMs)).toBe('send')
    expect(stepOf(known, NOT_AFTER, progress.tryAtMs)).toBeUndefined()
  })

  test('an order that is to be taken back is taken back', () => {
    expect(settleGrant(underWay('send', { revoking: true }), notYet, HASH, s).progress.next).toBe('revoke')
  })
})

describe('pauses and deadlines', () => {
  test('[GT25] pauses double from 1 s to 64 s and are spread by a fifth', () => {
    expect([1, 2, 3, 7, 8, 50].map(failures => backoffMs(failures, 0.5))).toEqual([
      1_000, 2_000, 4_000, 64_000, 64_000, 64_000,
    ])
    expect([backoffMs(1, 0), backoffMs(1, 1)]).toEqual([800, 1_200])
  })
  test('[GT25] after twenty sendings that proved nothing ran, an operator is asked', () => {
    const before = settleGrant(underWay('send', {}, { attempts: ATTEMPTS_MAX - 2 }), refusedOnce, HASH, s)
    expect([before.tell, before.progress.next]).toEqual([undefined, 'send'])
    expect(settleGrant(underWay('send', {}, { attempts: ATTEMPTS_MAX - 1 }), refusedOnce, HASH, s).tell).toEqual(freeze)
  })
  test('[GT25] an order that was never signed never left: it is no attempt', () => {
    expect(settleUnsigned(underWay('send'), 'send', s).progress).toMatchObject({
      attempts: 0,
      failures: 1,
      next: 'send',
    })
    expect(settleUnsigned(underWay('query', {}, { attempts: 2 }), 'query', s).progress.attempts).toBe(2)
  })
  test('[GT25] when hub or gate are back nobody waits out a pause', () => {
    const waiting = knownOf({}, { failures: 5, tryAtMs: 9_999_999 }).progress
    expect(hurried(waiting, s.capabilities)).toMatchObject({ failures: 0, tryAtMs: 0 })
  })
  test('[GT22] a sending may take half a minute, and never longer than the order lives', () => {
    expect(submitDeadlineOf(NOT_AFTER, at(0))).toBe(at(30))
    expect(submitDeadlineOf(NOT_AFTER, at(3_590))).toBe(NOT_AFTER)
  })
})
