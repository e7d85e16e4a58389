import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Weather } from '../../support/tcp-proxy.ts'
import { type Car, executions, House } from './house.ts'
import { LOT_ID } from './stand-in-hub.ts'

const house = new House()
const { hub } = house
const WAIT = { timeout: 60_000, interval: 25 }
const ORDERS = 30

beforeAll(() => house.open(), 60_000)
afterAll(() => house.close())
/** Each test begins with a link at rest. */
beforeEach(async () => {
  house.cable.weather('clear')
  await healed()
}, 60_000)

/** Until nothing is open but what the gate has confirmed, and the link is up. */
const healed = () =>
  vi.waitFor(() => {
    const { confirmed: _confirmed, ...others } = hub.statuses()
    expect(others).toEqual({})
    expect(hub.lot.linkUsable).toBe(true)
  }, WAIT)

/** Grants while something goes wrong, and compares what the hub knows with what the gate holds once all is well. */
async function grantThrough(
  trouble: (n: number) => Promise<void> | void,
  heal: () => Promise<void> | void,
): Promise<Car[]> {
  const stays = []
  for (let n = 0; n < ORDERS; n++) stays.push(await house.enter())
  const cars: Car[] = []
  for (const [n, { plate, stayId, enteredAt }] of stays.entries()) {
    cars.push({ plate, stayId, exemptionId: hub.grant(plate, stayId, enteredAt) })
    await trouble(n)
    await wait(5)
  }
  await heal()
  const healingMs = performance.now()
  await healed()
  console.info(`${ORDERS} orders, healed after ${Math.round(performance.now() - healingMs)} ms`)
  await expectOnceEach(cars)
  return cars
}

/** Every order once, nothing the hub did not grant, nothing in doubt. */
async function expectOnceEach(cars: Car[]): Promise<void> {
  const ran = await executions(house.gate)
  for (const { exemptionId } of cars) expect(ran.get(exemptionId)).toBe(1)
  for (const key of ran.keys()) expect(hub.hall.exemptions.has(key)).toBe(true)
  expect([...hub.hall.exemptions.values()].filter(({ unknown }) => unknown)).toEqual([])
}

test('[G2] cuts of the cable lose no order and double none', async () => {
  await grantThrough(
    n => {
      if (n % 10 === 5) house.cable.cut()
    },
    () => undefined,
  )
}, 60_000)

const silences: Weather[] = ['dropUp', 'dropDown', 'blackHole']
test.each(silences)(
  '[G2] %s: a lost answer is unknown until the gate was asked, and never failed',
  async weather => {
    await grantThrough(
      n => {
        if (n === 10) house.cable.weather(weather)
      },
      async () => {
        await vi.waitFor(() => expect(hub.statuses()['granted unknown']).toBeGreaterThan(0), WAIT)
        house.cable.weather('clear')
      },
    )
  },
  90_000,
)

test('[G2] the gate carries an order out and its answer is dropped: doubted, asked, confirmed', async () => {
  await house.gate.post('/switches', { dropAnswers: 1, dropRequests: 1 })
  const cars = [await house.rewardedCar(), await house.rewardedCar()]
  await vi.waitFor(() => expect(hub.statuses()['granted unknown']).toBe(2), WAIT)
  await healed()
  await expectOnceEach(cars)
}, 60_000)

test('[G5] kill -9 of the gate in the middle: what it wrote down counts, the rest is sent again', async () => {
  let dying: Promise<unknown> = Promise.resolve()
  await grantThrough(
    n => {
      if (n === 15) dying = house.gate.end('SIGKILL')
    },
    async () => {
      await dying
      await house.startGate()
    },
  )
}, 60_000)

test('[GT17] kill -9 of the bridge in the middle: the next one asks before it sends', async () => {
  await grantThrough(
    async n => {
      if (n === 15) await house.endBridge('SIGKILL')
    },
    async () => {
      await house.startBridge()
    },
  )
}, 60_000)

test('[GT18] a gate that lost its ledger gets every open exemption again, and its facts are read from the first', async () => {
  const { gateEpoch } = hub.lot
  const open = [...hub.hall.exemptions.values()].filter(({ status }) => status === 'confirmed')
  await house.gate.end('SIGKILL')
  await house.loseLedger()
  await house.startGate()
  await vi.waitFor(async () => expect((await executions(house.gate)).size).toBe(open.length), WAIT)
  expect([...(await executions(house.gate)).values()].every(times => times === 1)).toBe(true)
  const { plate } = await house.enter()
  await vi.waitFor(() => expect([...hub.lot.stays.values()].some(stay => stay.plate === plate)).toBe(true), WAIT)
  expect(hub.lot.gateEpoch).not.toBe(gateEpoch)
  expect(hub.lot.gateSeq).toBe(1)
}, 60_000)

test('[G7] the bridge starts and stays up with the gate offline, and delivers when it comes', async () => {
  await house.gate.end('SIGKILL')
  await house.endBridge('SIGTERM')
  const ready = await house.startBridge()
  expect(ready).toMatchObject({ ready: true, certificates: { [LOT_ID]: expect.stringMatching(/\.pem$/) } })
  const exemptionId = hub.grant('鲁F99999', 'unseen', new Date().toISOString())
  await vi.waitFor(() => expect(hub.lot.linkUsable).toBe(false), WAIT)
  await house.startGate()
  const upMs = performance.now()
  await vi.waitFor(() => expect(hub.hall.exemptions.get(exemptionId)?.status).toBe('confirmed'), WAIT)
  console.info(`gate ready → delivered after ${Math.round(performance.now() - upMs)} ms`)
}, 60_000)

test('[GT36] a gate whose clock is ten minutes behind gets no order until it is right', async () => {
  await house.gate.end('SIGTERM')
  const wrong = new Date(Date.now() - 10 * 60_000).toISOString()
  await house.startGate({ BUSINESS_CLOCK: `${wrong}@${Date.now()}x1` })
  await vi.waitFor(() => expect(hub.lot.linkUsable).toBe(true), WAIT)
  const { exemptionId } = await house.rewardedCar()
  await wait(1_500)
  expect((await executions(house.gate)).has(exemptionId)).toBe(false)
  await house.gate.end('SIGTERM')
  await house.startGate()
  await vi.waitFor(() => expect(hub.hall.exemptions.get(exemptionId)?.status).toBe('confirmed'), WAIT)
  expect((await executions(house.gate)).get(exemptionId)).toBe(1)
}, 60_000)

test('[GT19] SIGTERM ends the bridge in order', async () => {
  expect(await house.endBridge('SIGTERM')).toBe(0)
}, 20_000)
