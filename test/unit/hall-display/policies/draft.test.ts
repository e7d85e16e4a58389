import { AssumedTariff, type ExemptionPolicy, fen, NewPolicy } from '@pingting/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Draft, draftOf, policyOf, wrongIn } from '../../../../hall-display/src/policies/draft.ts'
import { SUPPOSED, tariffOf } from '../../../../hall-display/src/policies/trial/tariff.ts'

const POLICY: ExemptionPolicy = {
  ...{ version: '2026-1', freeMinutes: 120, stackRule: 'max', perPlatePerDay: 1 },
  ...{ minServiceSeconds: 30, minFormSeconds: 2 },
}
const right: Draft = { ...draftOf(POLICY), version: '2027-1' }

const policies: fc.Arbitrary<ExemptionPolicy> = fc.record(
  {
    version: fc.constantFrom('2027-1', '新 1.0', 'a_b'),
    freeMinutes: fc.integer({ min: 1, max: 1440 }),
    stackRule: fc.constantFrom('replace', 'max', 'sum', 'reject'),
    validFor: fc.oneof(
      fc.record({ minutesAfterGrant: fc.integer({ min: 1, max: 1440 }) }),
      fc.record({ expireAt: fc.constantFrom('00:00', '18:30', '23:59') }),
    ),
    perPlatePerDay: fc.integer({ min: 1, max: 20 }),
    perPlatePerMonth: fc.integer({ min: 1, max: 620 }),
    excludedClasses: fc.subarray(['monthCard', 'staff', 'vip'] as const).map(classes => [...classes]),
    grantWithoutRating: fc.constant(true as const),
    minServiceSeconds: fc.integer({ min: 0, max: 3_600 }),
    minFormSeconds: fc.integer({ min: 0, max: 60 }),
  },
  {
    requiredKeys: [
      ...(['version', 'freeMinutes', 'stackRule', 'perPlatePerDay', 'excludedClasses'] as const),
      ...(['minServiceSeconds', 'minFormSeconds'] as const),
    ],
  },
)

describe('a policy in the form', () => {
  test('[OD2] any policy comes out of the form as it went in, but for its name', () => {
    fc.assert(
      fc.property(policies, policy => {
        const draft = { ...draftOf(policy), version: policy.version }
        expect(wrongIn(draft)).toEqual([])
        expect(policyOf(draft)).toEqual(policy)
        expect(NewPolicy.safeParse(policyOf(draft)).success).toBe(true)
      }),
    )
  })

  test('[OD2] a new version begins with what is in force, without its name', () => {
    expect(draftOf({ ...POLICY, validFor: { untilDayEnd: true } })).toEqual({
      ...{ version: '', freeMinutes: '120', window: 'dayEnd', windowMinutes: '120', windowClock: '18:00' },
      ...{ stackRule: 'max', perPlatePerDay: '1', perPlatePerMonth: '', excluded: ['monthCard', 'staff', 'vip'] },
      ...{ grantWithoutRating: false, minServiceSeconds: '30', minFormSeconds: '2' },
    })
    expect(wrongIn(draftOf(POLICY))).toEqual(['version'])
  })

  test.each<[Partial<Draft>, string[]]>([
    [{ version: ' 2027-1 ' }, []],
    [{ version: '-1' }, ['version']],
    [{ version: 'a'.repeat(21) }, ['version']],
    [{ freeMinutes: '0' }, ['freeMinutes']],
    [{ freeMinutes: '1440' }, []],
    [{ freeMinutes: '1441' }, ['freeMinutes']],
    [{ freeMinutes: '1.5' }, ['freeMinutes']],
    [{ freeMinutes: '' }, ['freeMinutes']],
    [{ window: 'minutes', windowMinutes: '0' }, ['windowMinutes']],
    [{ window: 'dayEnd', windowMinutes: '0', windowClock: '' }, []],
    [{ window: 'clock', windowClock: '24:00' }, ['windowClock']],
    [{ window: 'clock', windowClock: '23:59' }, []],
    [{ perPlatePerDay: '21' }, ['perPlatePerDay']],
    [{ perPlatePerMonth: ' ' }, []],
    [{ perPlatePerMonth: '621' }, ['perPlatePerMonth']],
    [{ minServiceSeconds: '-1', minFormSeconds: 'x' }, ['minServiceSeconds', 'minFormSeconds']],
  ])('[OD2] %j is told to be wrong in %j, and the hub says the same', (part, wrong) => {
    const draft = { ...right, ...part }
    expect(wrongIn(draft)).toEqual(wrong)
    expect(NewPolicy.safeParse(policyOf(draft)).success).toBe(wrong.length === 0)
  })
})

describe('a tariff in the form', () => {
  test('[OD2] what is supposed is right, and money is whole fen', () => {
    const { tariff, wrong } = tariffOf({ ...SUPPOSED, hourYuan: ' 2.5 ' })
    expect(wrong).toEqual([])
    expect(tariff).toEqual({
      ...{ freeUntilMinutes: 30, hourFen: fen(250), capFen: fen(2000), freeMinutesSide: 'front' },
      leaveWithinMinutes: 15,
    })
    expect(AssumedTariff.safeParse(tariff).success).toBe(true)
  })

  test.each([
    ['freeUntilMinutes', '1441'],
    ['leaveWithinMinutes', 'soon'],
    ['hourYuan', '2.005'],
    ['hourYuan', '-1'],
    ['capYuan', '100000.01'],
    ['capYuan', 'x'],
  ] as const)('[OD2] %s of %j is told to be wrong, and no tariff is sent', (field, text) => {
    expect(tariffOf({ ...SUPPOSED, [field]: text })).toEqual({ wrong: [field] })
  })
})
