import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { clockFrom } from '../../../../hall-display/src/hub/clock.ts'
import { nowMs, useFreshness, useHub, useNow } from '../../../../hall-display/src/hub/store.ts'
import { clearStage, happens, show } from '../stage/hooks.ts'
import { openPage } from '../stage/page.ts'
import { NINE } from './screens.ts'

beforeEach(() => {
  openPage()
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance', 'Date'], now: Date.parse(NINE) - 60_000 })
  useHub.setState(useHub.getInitialState(), true)
})
afterEach(async () => {
  await clearStage()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const pass = (spanMs: number): Promise<void> => happens(() => vi.advanceTimersByTime(spanMs))
const heardNow = () => useHub.setState({ link: 'live', lastWordMs: performance.now() })

test('[HL21] the clock of a page is the wall’s until the hub has spoken, then the hub’s at its speed, drawn each second', async () => {
  const clock = await show(useNow)
  expect(clock.now).toBe(Date.now())

  useHub.setState({ clock: clockFrom({ at: NINE, speed: 60 }, performance.now(), 0) })
  await pass(1_000)

  expect(clock.now).toBe(Date.parse(NINE) + 60_000)
  expect(nowMs()).toBe(clock.now)
})

test('[AU41] a page says that it is not live when nothing was heard for fifteen seconds, and since when', async () => {
  await pass(1_000)
  const face = await show(useFreshness)
  expect(face.now).toEqual({ live: false })
  await happens(() => {
    heardNow()
    useHub.setState({ clock: clockFrom({ at: NINE, speed: 1 }, performance.now(), 0) })
  })
  expect(face.now).toEqual({ live: true })

  await pass(15_000)
  expect(face.now).toEqual({ live: true })
  await pass(1_000)
  expect(face.now).toEqual({ live: false, sinceMs: Date.parse(NINE) })
  await happens(heardNow)
  expect(face.now).toEqual({ live: true })
})

test('[AU41] a lost link is not live, however little time has passed; before the first word there is no since', async () => {
  await pass(1_000)
  useHub.setState({ link: 'lost', clock: clockFrom({ at: NINE, speed: 1 }, performance.now(), 0) })
  const face = await show(useFreshness)
  expect(face.now).toEqual({ live: false })

  await happens(() => useHub.setState({ lastWordMs: performance.now() }))

  expect(face.now).toEqual({ live: false, sinceMs: Date.parse(NINE) })
})
