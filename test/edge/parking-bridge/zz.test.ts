import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { executions, House } from './house.ts'
const house = new House()
beforeAll(() => house.open(), 60_000)
afterAll(() => house.close())
test('cuts', async () => {
  const back: number[] = []
  for (let n = 0; n < 40; n++) {
    const from = performance.now()
    house.cable.cut()
    const { exemptionId } = await house.rewardedCar()
    await vi.waitFor(() => expect(house.hub.hall.exemptions.get(exemptionId)?.status).toBe('confirmed'), { timeout: 60_000, interval: 10 })
    back.push(Math.round(performance.now() - from))
    await wait(1100)
  }
  back.sort((a, b) => a - b)
  console.info('cut to confirmed', back[20], back[39], back.join(' '))
  console.info([...new Set(house.log.split('\n').filter(l => l.includes('gate is down')).map(l => JSON.parse(l).reason))].join(' | '))
  const ran = await executions(house.gate)
  expect([...ran.values()].every(n => n === 1)).toBe(true)
}, 200_000)
