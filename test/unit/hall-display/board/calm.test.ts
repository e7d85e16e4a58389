import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { useCalm } from '../../../../hall-display/src/charts/calm.ts'
import { clearStage, happens, show } from '../stage/hooks.ts'
import { openPage } from '../stage/page.ts'

beforeEach(() => {
  openPage()
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
})
afterEach(async () => {
  await clearStage()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const pass = (ms: number) => happens(() => vi.advanceTimersByTime(ms))

describe('what charts are drawn from', () => {
  test('[FA98] the first figures at once, then the latest every two seconds, also when no others come', async () => {
    const chart = await show<number | undefined>(() => useCalm(undefined))
    expect(chart.now).toBe(undefined)
    await chart.render(() => useCalm(1))
    expect(chart.now).toBe(1)
    await pass(2_000)

    // given ten frames in a second
    const shown = new Set<number | undefined>()
    for (let frame = 2; frame <= 11; frame += 1) {
      await chart.render(() => useCalm(frame))
      await pass(100)
      shown.add(chart.now)
    }
    expect([...shown]).toEqual([1])

    // when two seconds are over · then the last of them stands there
    await pass(1_000)
    expect(chart.now).toBe(11)
  })
})
