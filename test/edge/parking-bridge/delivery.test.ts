import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { executions, House } from './house.ts'

const house = new House()
const WAIT = { timeout: 20_000, interval: 10 }

beforeAll(() => house.open(), 60_000)
afterAll(() => house.close())

test('[GT11] a granted exemption is confirmed by the gate without waiting for a poll', async () => {
  const tookMs: number[] = []
  for (let n = 0; n < 20; n++) {
    const { exemptionId } = await house.rewardedCar()
    await vi.waitFor(() => expect(house.hub.hall.exemptions.get(exemptionId)?.status).toBe('confirmed'), WAIT)
    tookMs.push(
      house.hub.wallMsOf('exemption.confirmed', exemptionId)! - house.hub.wallMsOf('exemption.granted', exemptionId)!,
    )
  }
  tookMs.sort((a, b) => a - b)
  console.info(`granted → confirmed, ms: p50 ${tookMs[10]!.toFixed(1)}, max ${tookMs[19]!.toFixed(1)}`)
  expect(tookMs[10]).toBeLessThan(100)
}, 60_000)
