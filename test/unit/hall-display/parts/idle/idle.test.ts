import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useIdle } from '../../../../../hall-display/src/parts/idle/idle.ts'
import { clearStage, happens, show } from '../../stage/hooks.ts'
import { openPage, type Page } from '../../stage/page.ts'

let page: Page
const over = vi.fn()
beforeEach(() => {
  page = openPage()
  over.mockClear()
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
})
afterEach(async () => {
  await clearStage()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const pass = (spanMs: number): Promise<void> => happens(() => vi.advanceTimersByTime(spanMs))

test('[FA] a face nobody touches counts down, then starts over; any touch buys the whole time again', async () => {
  // given a face with a minute, ten seconds of them with a warning
  const idle = await show(() => useIdle(true, 60_000, 10_000, over))
  await pass(49_500)
  expect(idle.now).toBeUndefined()
  // when somebody touches it in the countdown
  await pass(2_000)
  expect(idle.now).toBe(9)
  await happens(() => page.happen('keydown'))
  // then the whole minute begins again, and only its end starts the face over
  expect(idle.now).toBeUndefined()
  await pass(59_500)
  expect(over).not.toHaveBeenCalled()
  expect(idle.now).toBe(1)
  await pass(500)
  expect(over).toHaveBeenCalledTimes(1)
  expect(idle.now).toBeUndefined()
})

test('[FA] where nobody is expected, nothing is counted', async () => {
  const idle = await show(() => useIdle(false, 60_000, 10_000, over))

  await pass(600_000)

  expect(idle.now).toBeUndefined()
  expect(over).not.toHaveBeenCalled()
})
