import { afterAll, beforeAll, expect, test } from 'vitest'
import { House } from '../house.ts'
import { check } from './technician.ts'

const house = new House()
beforeAll(async () => {
  await house.hub.listen()
  await house.startGate({ CAMERAS: 'autoid' })
})
afterAll(() => house.close())

test('[GT60, BC1] cameras of AutoID are heard, and the check says so', async () => {
  await check(house)
  await new Promise(resolve => setTimeout(resolve, 1_000))
  const heard = await check(house)
  expect([heard.code, heard.said]).toEqual([0, expect.stringMatching(/✓ 听得到照相机的识别结果（AutoID）/)])
}, 60_000)
