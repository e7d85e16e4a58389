import { describe, expect, test } from 'vitest'
import {
  ATTEMPTS_MAX,
  backoffMs,
  begunEarlier,
  hurried,
  QUARANTINE_MS,
  settleGrant,
  settleUnsigned,
  submitDeadlineOf,
} from '../../../../parking-bridge/src/delivery/decide.ts'
import { at, HASH, ID, knownOf, lost, NOT_AFTER, orderOf, refusedOnce, situation, underWay } from './given.ts'

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
    expect(begunEarlier(orderOf(), none).next).toBe('rest')
    expect(hurried(nextAfter({ idempotent: false }), none).tryAtMs).toBe(s.wallMs + QUARANTINE_MS)
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
