import { describe, expect, test } from 'vitest'
import { BACKLOG_PER_SECOND, IN_FLIGHT_MAX, type Moment, plan } from '../../../../parking-bridge/src/delivery/plan.ts'
import { begunEarlier, hurried, type Known } from '../../../../parking-bridge/src/delivery/progress.ts'
import { at, knownOf, orderOf, situation } from './given.ts'

const moment = (change: Partial<Moment> = {}): Moment => ({
  ...{ inFlight: 0, usable: true, farOff: false, pace: { fromMs: 0, started: 0 }, now: at(0), wallMs: 0 },
  ...change,
})
const many = (count: number, known: Known): Known[] =>
  Array.from({ length: count }, (_, n) => ({
    ...known,
    order: { ...known.order, exemptionId: `${known.progress.next}-${known.order.status}-${n}` },
  }))
const BACKLOG = knownOf({}, { backlog: true })

describe('what is started', () => {
  test('[GT23] at most eight under way; taken back first, then the unconfirmed, then those only looked after', () => {
    const known = [
      ...many(20, knownOf({ status: 'confirmed' }, { next: 'query' })),
      ...many(5, knownOf()),
      ...many(2, knownOf({ revoking: true }, { next: 'revoke' })),
    ]
    const { start } = plan(known, moment())
    expect(start.map(({ step }) => step)).toEqual(['revoke', 'revoke', 'send', 'send', 'send', 'send', 'send', 'query'])
    expect(plan(known, moment({ inFlight: IN_FLIGHT_MAX - 1 })).start).toHaveLength(1)
    expect(plan(known, moment({ inFlight: IN_FLIGHT_MAX })).start).toEqual([])
  })

  test('[G1] nothing on a link that is not usable', () => {
    expect(plan([knownOf()], moment({ usable: false })).start).toEqual([])
  })

  test('[GT36] with the clock of the gate far off nothing is sent, and all else goes on', () => {
    const known = [
      ...many(2, knownOf()),
      ...many(2, knownOf({ revoking: true }, { next: 'revoke' })),
      ...many(2, knownOf({ unknown: true }, { next: 'query' })),
    ]
    expect(plan(known, moment({ farOff: true })).start.map(({ step }) => step)).toEqual([
      ...['revoke', 'revoke', 'query', 'query'],
    ])
  })

  test('[GT25] it wakes up for the order whose pause ends first', () => {
    const known = [
      knownOf({}, { tryAtMs: 900 }),
      knownOf({}, { tryAtMs: 700 }),
      knownOf({}, { tryAtMs: 1, next: 'rest' }),
    ]
    expect(plan(known, moment()).wakeAtMs).toBe(700)
    expect(plan([knownOf()], moment()).wakeAtMs).toBeUndefined()
  })

  test('[GT31] what is granted now goes before what has gathered, and what has gathered goes in its order', () => {
    const live = { ...knownOf(), order: orderOf({ exemptionId: 'now' }) }
    const { start } = plan([...many(20, BACKLOG), live], moment())
    expect(start.map(({ exemptionId }) => exemptionId)).toEqual([
      'now',
      ...[0, 1, 2, 3, 4, 5, 6].map(n => `send-granted-${n}`),
    ])
  })

  test('[GT31] what has gathered starts a hundred times a second at most, and what is granted now at once', () => {
    const spent = { fromMs: 5_000, started: BACKLOG_PER_SECOND - 3 }
    const first = plan(many(20, BACKLOG), moment({ pace: spent, wallMs: 5_400 }))
    expect([first.start.length, first.pace, first.wakeAtMs]).toEqual([3, { fromMs: 5_000, started: 100 }, 6_000])
    const known = [...many(20, BACKLOG), { ...knownOf(), order: orderOf({ exemptionId: 'now' }) }]
    expect(plan(known, moment({ pace: first.pace, wallMs: 5_900 })).start).toMatchObject([{ exemptionId: 'now' }])
    expect(plan(known, moment({ pace: first.pace, wallMs: 6_000 })).start).toHaveLength(IN_FLIGHT_MAX)
  })

  test('[GT31] who wakes when the second is over starts the next, also where the sum was rounded', () => {
    const spent = { fromMs: 16_051.367254557024, started: BACKLOG_PER_SECOND }
    const { wakeAtMs } = plan(many(20, BACKLOG), moment({ pace: spent, wallMs: 16_500 }))
    expect(wakeAtMs! - spent.fromMs).toBeLessThan(1_000)
    expect(plan(many(20, BACKLOG), moment({ pace: spent, wallMs: wakeAtMs! })).start).toHaveLength(IN_FLIGHT_MAX)
  })

  test('[GT31] gathered is what was found at the start, and what waited when hub or gate came back', () => {
    const { capabilities } = situation()
    expect(begunEarlier(orderOf(), capabilities, 0).backlog).toBe(true)
    expect(hurried(knownOf().progress, capabilities).backlog).toBe(true)
    expect(hurried(knownOf({}, { failures: 3 }).progress, capabilities)).toMatchObject({ backlog: true, failures: 0 })
  })
})
