import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchWall } from '../../../../server/src/hub/process/clock.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A machine on which time runs, and somebody sets the clock. */
function given() {
  const clock = { wallMs: 1_000_000, steadyMs: 50 }
  const said: unknown[] = []
  const log = { error: (what: object) => void said.push(what) } as unknown as Parameters<typeof watchWall>[1]
  const watch = watchWall({ wallMs: () => clock.wallMs, steadyMs: () => clock.steadyMs }, log)
  const pass = (ms: number, setByMs = 0): void => {
    clock.wallMs += ms + setByMs
    clock.steadyMs += ms
    vi.advanceTimersByTime(ms)
  }
  return { said, pass, end: () => clearInterval(watch) }
}

test('[JR44] a clock that was set, forward or back, is told once, and what the machine itself corrects is not', () => {
  const { said, pass, end } = given()
  for (let second = 0; second < 60; second += 1) pass(1_000, 5)
  pass(1_000, -900)
  expect(said).toEqual([])

  pass(1_000, 3_600_000)
  pass(1_000)
  pass(1_000, -1_500)
  pass(5_000)
  expect(said).toEqual([{ jumpMs: 3_600_000 }, { jumpMs: -1_500 }])
  end()
})
