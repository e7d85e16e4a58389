import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { executions } from '../house.ts'
import { check } from '../setup/technician.ts'
import { CouponHouse } from './coupon-house.ts'

const WAIT = { timeout: 30_000, interval: 25 }
const statusesOf = (house: CouponHouse, wanted: Record<string, number>) =>
  vi.waitFor(() => expect(house.hub.statuses()).toEqual(wanted), WAIT)

describe('at a platform that knows its coupons and can be asked', () => {
  const house = new CouponHouse('grantSerial,sync')
  const { hub } = house
  beforeAll(async () => {
    await hub.listen()
    await house.startGate()
    await house.startBridge()
  }, 60_000)
  afterAll(() => house.close(), 60_000)

  test('[PF16, PF20] granted, confirmed, driven out and honoured, with the platform killed in between', async () => {
    // given a driver who has earned it
    const { plate, exemptionId, stayId } = await house.rewardedCar()
    await statusesOf(house, { confirmed: 1 })

    // when the platform is killed and started again, and the car leaves
    await house.gate.end('SIGKILL')
    await vi.waitFor(() => expect(hub.lot.linkUsable).toBe(false), WAIT)
    await house.startGate()
    await house.gate.post('/cars/exit', { plate })

    // then its use is booked, with what was let off, and so are entry and exit
    await statusesOf(house, { honoured: 1 })
    const fees = { feeBeforeFen: 400, feeWaivedFen: 400, feeAfterFen: 0 }
    expect(hub.hall.exemptions.get(exemptionId)).toMatchObject({ minutesApplied: 120, ...fees })
    await vi.waitFor(() => expect(hub.lot.stays.get(stayId)).toMatchObject({ plate, ...fees }), WAIT)
    expect(await executions(house.gate)).toEqual(new Map([[exemptionId, 1]]))
  }, 60_000)

  test('[PF15] an answer that was lost is asked for, and nothing is given twice', async () => {
    await house.gate.post('/switches', { dropAnswers: 1 })
    const { exemptionId } = await house.rewardedCar()
    await statusesOf(house, { honoured: 1, confirmed: 1 })
    expect(hub.wallMsOf('exemption.doubted', exemptionId)).toBeDefined()
    expect((await executions(house.gate)).get(exemptionId)).toBe(1)
  }, 60_000)

  test('[PF14] a car that the platform has not seen yet gets its coupon when it has', async () => {
    // given an order for a car that is not there · when it comes some refusals later
    const enteredAt = new Date(Date.now() - 7_200_000).toISOString()
    const exemptionId = hub.grant('鲁F88888', 'later', enteredAt)
    await new Promise(resolve => setTimeout(resolve, 2_500))
    expect(hub.hall.exemptions.get(exemptionId)).toMatchObject({ status: 'granted', unknown: false, frozen: false })
    await house.gate.post('/cars/enter', { plate: '鲁F88888', at: enteredAt })
    await vi.waitFor(() => expect(hub.hall.exemptions.get(exemptionId)?.status).toBe('confirmed'), WAIT)
  }, 60_000)

  test('[PF16] what happens while the hub is away is kept by the platform, also when the bridge dies', async () => {
    const { plate, exemptionId } = await house.rewardedCar()
    await vi.waitFor(() => expect(hub.hall.exemptions.get(exemptionId)?.status).toBe('confirmed'), WAIT)
    await hub.close()
    await house.gate.post('/cars/exit', { plate })
    await new Promise(resolve => setTimeout(resolve, 500))
    await house.endBridge('SIGKILL')
    await hub.listen()
    await house.startBridge()
    await vi.waitFor(() => expect(hub.hall.exemptions.get(exemptionId)?.status).toBe('honoured'), WAIT)
    expect([...hub.hall.mismatches.values()]).toEqual([])
    expect([...hub.lot.foreign.values()]).toEqual([])
  }, 60_000)

  test('[GT13] an exemption that is to be taken back is taken back at the platform', async () => {
    const { exemptionId } = await house.rewardedCar()
    await vi.waitFor(() => expect(hub.hall.exemptions.get(exemptionId)?.status).toBe('confirmed'), WAIT)
    hub.takeBack(exemptionId)
    await vi.waitFor(() => expect(hub.hall.exemptions.get(exemptionId)?.status).toBe('revoked'), WAIT)
  }, 60_000)

  test('[BC6] a technician is told that all is well, or what is not', async () => {
    const told = async (settings: Record<string, string>) => check(house, { ...house.coupons(), ...settings })
    const fine = await told({})
    expect([fine.code, fine.said]).toEqual([0, expect.stringMatching(/✓ .* 有应答，签名双方一致/)])
    expect(fine.said).not.toMatch(/[✗!]/)
    expect(await told({ COUPON_SECRET: 'another secret' })).toMatchObject({
      ...{ code: 1, said: expect.stringMatching(/✗ 平台应答 1401，但签名不对/) },
    })
    expect(await told({ COUPON_URL: 'http://127.0.0.1:9/' })).toMatchObject({
      ...{ code: 1, said: expect.stringMatching(/✗ http:\/\/127\.0\.0\.1:9\/ 没有可用的应答/) },
    })
    expect(await told({ COUPON_LISTEN: '' })).toMatchObject({ code: 2, said: expect.stringContaining('COUPON_LISTEN') })
  }, 60_000)

  test('[I-11] no plate shows in the log of the bridge', () => {
    expect(house.log).not.toMatch(/鲁F[18]\d{4}/)
  })
})

describe('at a platform that forgets, and cannot be asked', () => {
  const house = new CouponHouse('')
  const { hub } = house
  beforeAll(async () => {
    await hub.listen()
    await house.startGate({ DUPLICATES: 'forgotten' })
    await house.startBridge()
    await vi.waitFor(() => expect(hub.lot.linkUsable).toBe(true), WAIT)
    // What is granted before the bridge follows the hall could be from before it.
    await new Promise(resolve => setTimeout(resolve, 1_000))
  }, 60_000)
  afterAll(() => house.close(), 60_000)

  test('[PF20] an order whose answer was lost is not sent again; people look at it, and its use settles it', async () => {
    // given an answer that gets lost
    await house.gate.post('/switches', { dropAnswers: 1 })
    const { plate, exemptionId } = await house.rewardedCar()
    await statusesOf(house, { 'granted unknown': 1 })

    // when the bridge is started again · then it is not sent a second time
    await house.endBridge('SIGTERM')
    await house.startBridge()
    await vi.waitFor(() => expect(hub.lot.linkUsable).toBe(true), WAIT)
    await new Promise(resolve => setTimeout(resolve, 1_500))
    expect(await executions(house.gate)).toEqual(new Map([[exemptionId, 1]]))

    // and when the car is let off, it is known that it was given
    await house.gate.post('/cars/exit', { plate })
    await statusesOf(house, { honoured: 1 })
  }, 60_000)

  test('[PF20, GT34] an order that was not marked never left: the next bridge sends it', async () => {
    await house.endBridge('SIGKILL')
    const { exemptionId } = await house.rewardedCar()
    await house.startBridge()
    await statusesOf(house, { honoured: 1, confirmed: 1 })
    expect((await executions(house.gate)).get(exemptionId)).toBe(1)
  }, 60_000)

  test('[PF20, GT34, GT35] one that may have left stands on the list of doubts, until a person has looked', async () => {
    // given two whose requests or answers are lost with their bridge
    await house.gate.post('/switches', { dropAnswers: 1 })
    const held = await house.rewardedCar()
    await statusesOf(house, { honoured: 1, confirmed: 1, 'granted unknown': 1 })
    await house.gate.post('/switches', { dropRequests: 1 })
    const lost = await house.rewardedCar()
    await statusesOf(house, { honoured: 1, confirmed: 1, 'granted unknown': 2 })
    await house.endBridge('SIGKILL')
    await house.startBridge()
    await new Promise(resolve => setTimeout(resolve, 1_500))
    await statusesOf(house, { honoured: 1, confirmed: 1, 'granted unknown': 2 })

    // when somebody finds the one at the platform and not the other
    hub.settle(held.exemptionId, true)
    hub.settle(lost.exemptionId, false)

    // then the one stands, and the other is given once
    await statusesOf(house, { honoured: 1, confirmed: 3 })
    const ran = await executions(house.gate)
    expect([ran.get(held.exemptionId), ran.get(lost.exemptionId)]).toEqual([1, 1])
  }, 60_000)
})
