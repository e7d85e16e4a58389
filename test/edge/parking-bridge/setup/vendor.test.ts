import { afterAll, expect, test, vi } from 'vitest'
import { executions, House } from '../house.ts'

const WAIT = { timeout: 30_000, interval: 100 }
const VENDOR = new URL('../../../support/gates/vendor-model.mjs', import.meta.url)
const MODEL = 'nsu=urn:gov-hall:parking-gate:v1'
const GATE_NODES = JSON.stringify({
  GrantExemption: `nsu=urn:vendor:doors;Doors/${MODEL};GrantExemption`,
  ControllerEpoch: 'nsu=urn:vendor:doors;Doors/nsu=urn:vendor:doors;ColdStart/Id',
})

const house = new House()
afterAll(() => house.close())

test('[G10, G11] a gate without what is optional, with nodes elsewhere and few paths at a time, is served all the same', async () => {
  // given a gate of another vendor, and where its nodes are
  await house.hub.listen()
  await house.startGate({ NODE_OPTIONS: `--import ${VENDOR.href}` })
  await house.startBridge({ GATE_NODES })

  // when a driver has earned it and drives out
  const { plate, exemptionId } = await house.rewardedCar()
  await vi.waitFor(() => expect(house.hub.statuses()).toEqual({ confirmed: 1 }), WAIT)
  expect(await executions(house.gate)).toEqual(new Map([[exemptionId, 1]]))
  await house.gate.post('/cars/exit', { plate, pay: true })

  // then it is known within a few seconds, though nothing tells the bridge of it
  await vi.waitFor(() => expect(house.hub.statuses()).toEqual({ honoured: 1 }), WAIT)
  expect(house.log).toContain('the gate does not say which version of the model it speaks')
}, 90_000)

test('[G10] what a gate lacks that is needed is named by its path', async () => {
  await house.endBridge('SIGTERM')
  await house.startBridge()
  const missing = `nsu=urn:gov-hall:simulated-gate;Gate1/${MODEL};ExemptionStore/${MODEL};GrantExemption`
  await vi.waitFor(() => expect(house.log).toContain(`the gate has no ${missing}`), WAIT)
}, 60_000)
