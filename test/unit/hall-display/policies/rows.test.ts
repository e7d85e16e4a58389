import type { ExemptionPolicy, PolicyTrial } from '@pingting/contract'
import { expect, test } from 'vitest'
import { changesIn, linesOf, versionsOf } from '../../../../hall-display/src/policies/rows.ts'
import { figuresOf, heldOn, lastWeek, reasonsOf } from '../../../../hall-display/src/policies/trial/rows.ts'

const of = (version: string, over: Partial<ExemptionPolicy> = {}): ExemptionPolicy => ({
  ...{ version, freeMinutes: 120, stackRule: 'max', perPlatePerDay: 1, minServiceSeconds: 30, minFormSeconds: 2 },
  ...over,
})
const AT = '2026-11-01T01:00:00.000Z'
const SCHEDULE = [
  { effectiveFrom: '2026-01-01', policy: of('one') },
  { effectiveFrom: '2026-10-01', policy: of('two', { freeMinutes: 60 }), adoptedAt: AT },
  { effectiveFrom: '2026-11-20', policy: of('three', { freeMinutes: 60 }), adoptedAt: AT },
  { effectiveFrom: '2026-12-01', policy: of('four', { freeMinutes: 90, perPlatePerMonth: 4 }), adoptedAt: AT },
  { effectiveFrom: '2026-12-05', policy: of('five'), adoptedAt: AT },
]

test('[OD2] what comes stands first, soonest first; then what holds; then what held, the latest first', () => {
  const shown = versionsOf(SCHEDULE, '2026-11-27')
  expect(shown.map(({ policy, standing, until }) => `${policy.version} ${standing} ${until}`)).toEqual([
    ...['four coming 2026-12-04', 'five coming undefined', 'three inForce 2026-11-30'],
    ...['two past 2026-11-19', 'one past 2026-09-30'],
  ])
  expect(shown.map(({ before }) => before?.version)).toEqual(['three', 'four', 'two', 'one', undefined])
  expect(versionsOf(SCHEDULE, '2026-11-19').find(({ standing }) => standing === 'inForce')?.policy.version).toBe('two')
})

test('[OD2] before its first day the one a hall began with is in force', () => {
  expect(versionsOf(SCHEDULE.slice(0, 1), '2025-12-31')).toMatchObject([{ standing: 'inForce' }])
})

test('[OD2] a policy is told whole, also what holds where it says nothing', () => {
  expect(linesOf(of('one'))).toEqual([
    { about: 'freeMinutes', n: 120 },
    { about: 'window', says: 'dayEnd' },
    { about: 'grant', says: 'rated' },
    { about: 'perPlatePerDay', n: 1 },
    { about: 'perPlatePerMonth', n: undefined },
    { about: 'excluded', classes: ['monthCard', 'staff', 'vip'] },
    { about: 'minServiceSeconds', n: 30 },
    { about: 'minFormSeconds', n: 2 },
    { about: 'stackRule', says: 'max' },
  ])
})

test('[OD2] only what is otherwise is told as a change, whatever the name and the order of the classes', () => {
  const before = of('one', { excludedClasses: ['vip', 'monthCard', 'staff'], validFor: { untilDayEnd: true } })
  expect(changesIn(before, of('two'))).toEqual([])
  const after = of('two', { validFor: { expireAt: '18:00' }, grantWithoutRating: true, excludedClasses: [] })
  expect(changesIn(before, after)).toEqual([
    { about: 'window', says: 'clock', at: '18:00' },
    { about: 'grant', says: 'unrated' },
    { about: 'excluded', classes: [] },
  ])
  const within = of('three', { validFor: { minutesAfterGrant: 60 }, perPlatePerMonth: 8, stackRule: 'sum' })
  expect(changesIn(before, within)).toEqual([
    { about: 'window', says: 'minutes', n: 60 },
    { about: 'perPlatePerMonth', n: 8 },
    { about: 'stackRule', says: 'sum' },
  ])
})

const sum = { granted: 3, grantedMinutes: 360, used: 2, coveredMinutes: 150, byReason: { NOT_RATED: 5, TOO_LATE: 1 } }
const TRIAL: PolicyTrial = {
  ...{ from: '2026-11-20', to: '2026-11-26', visits: 9, tried: sum },
  inForce: { ...sum, granted: 2, byReason: { NOT_RATED: 6, NO_PLATE: 1 } },
  inTruth: { ...sum, granted: 1, waivedFen: 400, byReason: { NOT_INSIDE: 1, NOT_RATED: 7 } },
}

test('[OD3, PO14] a trial tells each figure tried, under the policy in force and as it was, and by how much it is more than in force; what is not known is no nought', () => {
  expect(figuresOf(TRIAL)).toEqual([
    { name: 'granted', tried: 3, inForce: 2, inTruth: 1, more: 1 },
    { name: 'withheld', tried: 6, inForce: 7, inTruth: 8, more: -1 },
    { name: 'grantedMinutes', tried: 360, inForce: 360, inTruth: 360, more: 0 },
    { name: 'used', tried: 2, inForce: 2, inTruth: 2, more: 0 },
    { name: 'coveredMinutes', tried: 150, inForce: 150, inTruth: 150, more: 0 },
    { name: 'waivedFen', tried: undefined, inForce: undefined, inTruth: 400, more: undefined },
  ])
  const money = { ...TRIAL, tried: { ...sum, waivedFen: 0 }, inForce: { ...sum, waivedFen: 400 } }
  expect(figuresOf(money).at(-1)?.more).toBe(-400)
  expect(figuresOf({ ...TRIAL, tried: { ...sum, waivedFen: 0 } }).at(-1)?.more).toBeUndefined()
})

test('[OD3] the most frequent reason first, those of all sides once', () => {
  expect(reasonsOf(TRIAL)).toEqual([
    { name: 'NOT_RATED', tried: 5, inForce: 6, inTruth: 7, more: -1 },
    { name: 'NOT_INSIDE', tried: 0, inForce: 0, inTruth: 1, more: 0 },
    { name: 'NO_PLATE', tried: 0, inForce: 1, inTruth: 0, more: -1 },
    { name: 'TOO_LATE', tried: 1, inForce: 0, inTruth: 0, more: 1 },
  ])
})

test('[OD3] last week is the seven days before today', () => {
  expect(lastWeek('2026-12-03')).toEqual({ from: '2026-11-26', to: '2026-12-02' })
})

test.each([
  ['2025-01-01', '2025-12-31', ['one']],
  ['2026-09-30', '2026-09-30', ['one']],
  ['2026-09-30', '2026-10-01', ['one', 'two']],
  ['2026-10-01', '2026-11-19', ['two']],
  ['2026-11-20', '2026-11-30', ['three']],
  ['2026-11-19', '2026-12-09', ['two', 'three', 'four', 'five']],
])('[OD3] what was from %s to %s was under %j', (from, to, names) => {
  expect(heldOn(SCHEDULE, { from, to }).map(({ policy }) => policy.version)).toEqual(names)
})
