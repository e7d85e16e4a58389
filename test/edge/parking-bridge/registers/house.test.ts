import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { executions, House } from '../house.ts'
import { check } from '../setup/technician.ts'

const WAIT = { timeout: 30_000, interval: 25 }
const REGISTERS = { GATE_PROFILE: 'registers' }

const house = new House()
const { hub } = house
beforeAll(async () => {
  await hub.listen()
  await house.startGate(REGISTERS)
}, 60_000)
afterAll(() => house.close(), 60_000)

const statuses = (wanted: Record<string, number>) => vi.waitFor(() => expect(hub.statuses()).toEqual(wanted), WAIT)

test('[PF10] a whole bridge delivers through registers, and carries home what the gate did', async () => {
  // given a bridge of that profile and two drivers who have earned it, of whom one answer gets lost
  await house.startBridge(REGISTERS)
  const car = await house.rewardedCar()
  await statuses({ confirmed: 1 })
  await house.gate.post('/switches', { dropAnswers: 1 })
  const other = await house.rewardedCar()

  // when the gate was asked · then both are confirmed, the other after a doubt, each carried out once
  await statuses({ confirmed: 2 })
  expect(hub.wallMsOf('exemption.doubted', other.exemptionId)).toBeGreaterThan(0)
  expect(await executions(house.gate)).toEqual(
    new Map([
      [car.exemptionId, 1],
      [other.exemptionId, 1],
    ]),
  )

  // and when the one drives out it is known
  await house.gate.post('/cars/exit', { plate: car.plate, pay: true })
  await statuses({ honoured: 1, confirmed: 1 })
  expect(hub.hall.exemptions.get(car.exemptionId)).toMatchObject({ feeBeforeFen: 400, feeWaivedFen: 400 })
}, 60_000)

test('[PF7, GT17] the next bridge asks about what the one before it sent, and freezes none of it', async () => {
  await house.endBridge('SIGKILL')
  const waiting = await house.rewardedCar()
  await house.startBridge(REGISTERS)
  await statuses({ honoured: 1, confirmed: 2 })
  expect((await executions(house.gate)).get(waiting.exemptionId)).toBe(1)
  expect([...hub.hall.exemptions.values()].filter(({ frozen }) => frozen)).toEqual([])
  expect(house.log).not.toMatch(/鲁F1\d{4}/)
}, 60_000)

test('[PF29] killed between a new ledger that the hub has heard of and the orders that are to be sent to it: the next bridge sends them', async () => {
  // given what the controller, which says how many keys it remembers, has confirmed
  const confirmed = [...hub.hall.exemptions.values()].filter(({ status }) => status === 'confirmed')
  expect(confirmed.length).toBeGreaterThan(0)
  const before = hub.lot.gateEpoch

  // when it loses its ledger, and the bridge dies before it has a signature for any of them
  hub.signs = false
  await house.gate.end('SIGKILL')
  await house.loseLedger()
  await house.startGate(REGISTERS)
  await vi.waitFor(() => expect(hub.lot.gateEpoch).not.toBe(before), WAIT)
  await house.endBridge('SIGKILL')
  expect(await executions(house.gate)).toEqual(new Map())
  hub.signs = true
  await house.startBridge(REGISTERS)

  // then each is carried out once in the new ledger, and nobody has to look at it
  const held = () => confirmed.map(({ exemptionId }) => hub.hall.exemptions.get(exemptionId)!)
  const wanted = confirmed.map(() => ({ status: 'confirmed', frozen: false, gateEpoch: hub.lot.gateEpoch }))
  await vi.waitFor(() => expect(held()).toMatchObject(wanted), WAIT)
  expect(await executions(house.gate)).toEqual(new Map(confirmed.map(({ exemptionId }) => [exemptionId, 1])))
}, 60_000)

test('[PF10, BC1, PF26] a technician finds the registers in order, and is told when the profile is another', async () => {
  const { code, said } = await check(house, REGISTERS)
  expect([code, said]).toEqual([0, expect.stringMatching(/a session opened, 30 nodes found/)])
  expect(said).not.toMatch(/[✗!]/)
  expect(said).toContain('✓ 控制器记得住最近结束的 10000 个单号')
  expect(await check(house)).toMatchObject({
    code: 1,
    said: expect.stringMatching(/✗ 控制器里没有这个配置需要的任何节点。.*GATE_PROFILE/),
  })
}, 60_000)
