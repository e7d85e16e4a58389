import { parseBusinessClock } from '@pingting/contract'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { planDay } from '../../../../server/living-hall/demo/plan.ts'
import { randomOf } from '../../../../server/living-hall/demo/random.ts'
import { timeOf } from '../../../../server/living-hall/demo/time.ts'

const DAY = '2026-11-23'
const whole = planDay(DAY, 1, 24)

describe('the plan of an ordinary day', () => {
  test('[SM2] the same seed is the same day, another seed another', () => {
    expect(planDay(DAY, 1, 24)).toEqual(whole)
    expect(planDay(DAY, 2, 24)).not.toEqual(whole)
  })

  test('[R3] a bad rating gives its reason, and every tag is one of its level', () => {
    const ratings = whole.visitors.flatMap(({ rating }) => rating ?? [])

    expect(new Set(ratings.map(({ level }) => level)).size).toBe(5)
    expect(ratings.filter(({ level, tagCodes }) => level <= 2 && tagCodes.length === 0)).toEqual([])
    for (const { level, tagCodes } of ratings) for (const code of tagCodes) expect(Number(code[0])).toBe(level)
    expect(ratings.some(({ tagCodes }) => tagCodes.length === 0)).toBe(true)
  })

  test('[RC10] each planted break is told as the cause it is: unreadable, misread by one character, month card, left', () => {
    const cars = whole.visitors.flatMap(({ car }) => car ?? [])
    const by = (cause: string) => cars.filter(car => car.cause === cause)

    for (const cause of ['unreadable', 'misread', 'monthCard', 'leftBeforeRating'])
      expect(by(cause).length, cause).toBeGreaterThan(0)
    for (const car of by('unreadable')) expect(car).not.toHaveProperty('seenAs')
    for (const { plate, seenAs } of by('misread'))
      expect([...plate].filter((letter, index) => letter !== seenAs![index])).toHaveLength(1)
    for (const car of by('monthCard')) expect(car.carClass).toBe('monthCard')
    for (const car of cars.filter(({ cause }) => cause === undefined)) expect(car.seenAs).toBe(car.plate)
    expect(new Set(cars.map(({ plate }) => plate)).size).toBe(cars.length)
  })

  test('[TK23] some come first by what they are, most do not, and a few never come when called', () => {
    expect(new Set(whole.visitors.map(({ priority }) => priority))).toEqual(
      new Set(['none', 'elder', 'soldier', 'disabled']),
    )
    expect(whole.visitors.some(({ comes }) => !comes)).toBe(true)
  })

  test('[SM2] fewer hours cut off who would come later, and keep the first as they are', () => {
    const hour = planDay(DAY, 1, 1)

    expect(hour.visitors).toEqual(whole.visitors.slice(0, hour.visitors.length))
    expect(hour.visitors.length).toBeGreaterThan(0)
    expect(hour.visitors.length).toBeLessThan(whole.visitors.length)
    expect(hour.staffCars).toEqual(whole.staffCars.slice(0, 20))
  })
})

test('[SM2] a choice by weight falls on the last where rounding leaves nothing over', () => {
  const random = randomOf(1)
  const never = [
    ['a', 0],
    ['b', 0],
  ] as const

  expect(random.pick(never)).toBe('b')
  expect(
    new Set(
      Array.from({ length: 50 }, () =>
        random.pick([
          ['a', 1],
          ['b', 1],
        ] as const),
      ),
    ),
  ).toEqual(new Set(['a', 'b']))
})

describe('time of the day at speed', () => {
  afterEach(() => vi.useRealTimers())

  test('[HL21] waiting is as much shorter as the clock is faster, and what has passed is not waited for', async () => {
    vi.useFakeTimers({ now: 1_000_000 })
    const time = timeOf(parseBusinessClock('2026-11-23T01:00:00.000Z@1000000x60')!)
    expect(time.now()).toBe('2026-11-23T01:00:00.000Z')
    let over = 0
    const waits = [time.until('2026-11-23T00:59:59.000Z'), time.seconds(0), time.seconds(60)]
    for (const wait of waits) void wait.then(() => over++)

    await vi.advanceTimersByTimeAsync(999)
    expect(over).toBe(2)
    await vi.advanceTimersByTimeAsync(1)

    expect(over).toBe(3)
    expect(time.now()).toBe('2026-11-23T01:01:00.000Z')
  })
})
