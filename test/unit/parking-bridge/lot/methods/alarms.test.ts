import { ALARMS_MAX, GateAlarm } from '@pingting/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  afterTold,
  type ConditionTold,
  gravest,
  healthOf,
} from '../../../../../parking-bridge/src/lot/methods/alarms.ts'

const NINE = '2026-11-23T01:00:00.000Z'
const TEN = '2026-11-23T02:00:00.000Z'
const told = (over: Partial<ConditionTold> = {}): ConditionTold => ({
  ...{ conditionId: 'c1', name: 'BarrierFault', source: 'Lane_1', severity: 800, text: 'stuck', active: true },
  ...{ since: Date.parse(NINE), time: Date.parse(TEN), ...over },
})
const alarmsOf = (...events: ConditionTold[]) => gravest(events.reduce(afterTold, new Map() as never))
const one = (over: Partial<ConditionTold>) => alarmsOf(told(over))[0]

describe('what is active, by what the conditions of a gate tell', () => {
  test('[GT50] an alarm is there while it is active, as it was told last', () => {
    const row = { conditionId: 'c1', name: 'BarrierFault', source: 'Lane_1', severity: 800, text: 'stuck' }
    expect(alarmsOf(told())).toEqual([{ ...row, activeSince: NINE }])
    expect(alarmsOf(told(), told({ severity: 900 }))).toMatchObject([{ severity: 900 }])
    expect(alarmsOf(told(), told({ conditionId: 'c2', active: false }))).toHaveLength(1)
    expect(alarmsOf(told(), told({ active: false }))).toEqual([])
  })

  test('[GT50] what is disabled, or no alarm, is not active; events of no condition and former states change nothing', () => {
    expect([undefined, null, 'true', 1].map(active => alarmsOf(told(), told({ active })))).toEqual(Array(4).fill([]))
    const before = new Map() as never
    expect(afterTold(before, told({ conditionId: undefined }))).toBe(before)
    expect(alarmsOf(told(), told({ branchId: 'b1', active: false }))).toHaveLength(1)
  })

  test('[GT50] since when is told by the state, else by the event, else by nobody', () => {
    const [never, always] = ['1601-01-01', '9999-12-31'].map(Date.parse)
    expect([one({ since: never }), one({ since: always })].map(row => row?.activeSince)).toEqual([TEN, TEN])
    expect(one({ since: undefined, time: null })?.activeSince).toBe('1970-01-01T00:00:00.000Z')
  })

  test('[LT30] the gravest are told, of these the oldest, and no more than fit', () => {
    const many = Array.from({ length: 25 }, (_, n) => told({ conditionId: `c${n}`, severity: n < 24 ? 500 : 900 }))
    many[7] = told({ conditionId: 'old', severity: 500, since: Date.parse('2026-11-22T01:00:00.000Z') })
    const alarms = alarmsOf(...many)
    expect(alarms.map(({ conditionId }) => conditionId).slice(0, 2)).toEqual(['c24', 'old'])
    expect(alarms).toHaveLength(ALARMS_MAX)
  })

  test('[GT53] its text is one line in which plates are masked', () => {
    expect(one({ text: ' lane\u200b 1\n鲁F12345 stands ' })?.text).toBe('lane 1 鲁F***45 stands')
    expect(one({ name: '', source: '\n' })).toMatchObject({ name: 'Alarm' })
    expect(one({ name: '', source: '\n' })).not.toHaveProperty('source')
  })

  test('[GT53] whatever a server sends, what goes to the hub is a command of the contract', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.double(),
      fc.constant(null),
      fc.date(),
    )
    const event = fc.record({ name: anything, source: anything, severity: anything, text: anything, since: anything })
    fc.assert(
      fc.property(event, over => {
        expect(GateAlarm.safeParse(one({ ...over, time: null })).error).toBeUndefined()
      }),
    )
  })

  test('[GT51] the health of a device has five words, and another number is none', () => {
    expect([0, 1, 2, 3, 4, 5, -1, undefined, null].map(healthOf)).toEqual([
      ...['normal', 'failure', 'checkFunction', 'offSpec', 'maintenanceRequired'],
      ...Array(4).fill(undefined),
    ])
  })
})
