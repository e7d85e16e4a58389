import { expect, test } from 'vitest'
import { businessNow, clockFrom } from '../../../../hall-display/src/hub/clock.ts'

test('[HL21] a face reads business time: the hub’s word, half the way back, and what has passed since at its speed', () => {
  const clock = clockFrom({ at: '2026-11-23T01:00:00.000Z', speed: 100 }, 5_000, 40)

  const now = businessNow(clock, 6_000)

  expect(new Date(now).toISOString()).toBe('2026-11-23T01:01:42.000Z')
})
