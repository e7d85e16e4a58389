import { describe, expect, test } from 'vitest'
import { openLimits } from '../../../../server/src/hub/process/limits.ts'

describe('[AC31] a try that is counted before it is made', () => {
  test('no more than the limit may be made, however many ask at once', async () => {
    const limits = openLimits(undefined)
    const asked = await Promise.all(Array.from({ length: 100 }, () => limits.reserve('login', 'a')))
    expect(asked.filter(may => may)).toHaveLength(5)
    expect(await limits.reserve('login', 'b')).toBe(true)
  })

  test('given back it may be made again', async () => {
    const limits = openLimits(undefined)
    for (let time = 0; time < 20; time += 1) {
      expect(await limits.reserve('login', 'a')).toBe(true)
      await limits.release('login', 'a')
    }
  })
})
