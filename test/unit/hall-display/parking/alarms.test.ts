import type { AlarmRow } from '@pingting/contract/words/parking/alarms'
import { expect, test } from 'vitest'
import { alarmRows, gradeOf } from '../../../../hall-display/src/parking/gate/alarms.ts'
import { NINE } from '../hub/screens.ts'

const row = (conditionId: string, severity: number, activeSince = NINE): AlarmRow => ({
  ...{ conditionId, name: 'PaperLow', severity, text: '', activeSince },
})

test('[LT31] the gravest alarm stands first, of equal ones the latest; without any there is none', () => {
  const alarms = { a: row('a', 300), b: row('b', 800, '2026-11-22T01:00:00.000Z'), c: row('c', 800) }
  expect(alarmRows(alarms).map(({ conditionId }) => conditionId)).toEqual(['c', 'b', 'a'])
  expect(alarmRows(undefined)).toEqual([])
})

test('[LT31] a weight is severe, moderate or minor by thirds', () => {
  expect([1, 333, 334, 666, 667, 1000].map(gradeOf)).toEqual(['low', 'low', 'medium', 'medium', 'high', 'high'])
})
