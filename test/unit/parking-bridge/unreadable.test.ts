import { DataType, type Variant } from 'node-opcua'
import { expect, test } from 'vitest'
import { Bridge } from '../../../parking-bridge/src/bridge.ts'
import { numberOf } from '../../../parking-bridge/src/lot/opcua/int64.ts'
import { LOT_ID, LotDouble } from './gate-double.ts'
import { HubPort } from './hub-double.ts'
import { openWorld } from './world.ts'

const HOUR_MS = 3_600_000
const silent = () => undefined
const log = { debug: silent, info: silent, warn: silent, error: silent }

/** A gate whose answers have a shape that nobody can read, after it has done what it was asked. */
async function anHour(can: {
  idempotent: boolean
  query: boolean
}): Promise<{ calls: number; told: readonly string[] }> {
  const { time, gate, hub, toldOf } = openWorld(() => 0.5)
  const lot = new LotDouble(gate)
  lot.capabilities = { ...lot.capabilities, ...can }
  let calls = 0
  lot.grant = () => {
    calls += 1
    return Promise.reject(new TypeError('number is not iterable'))
  }
  const bridge = new Bridge({ lot, hub: new HubPort(hub), log, lotId: LOT_ID, bridgeId: 'b', time })
  void bridge.run()
  await time.pass(1_000)
  hub.grant('鲁F10001', gate.enter('鲁F10001'), 60 * 8)
  await time.pass(HOUR_MS)
  bridge.stop()
  return { calls, told: toldOf() }
}

test('[G2, GT34] an answer that cannot be read is a lost one: where nobody can ask and nothing may be told twice, it is told once and doubted', async () => {
  const { calls, told } = await anHour({ idempotent: false, query: false })

  expect(calls).toBe(1)
  expect(told).toContain('exemption.doubt')
})

test('[G2] where the gate can be asked, it is asked before the order is told again', async () => {
  const { calls, told } = await anHour({ idempotent: true, query: true })

  expect(calls).toBeLessThanOrEqual(20)
  expect(told).toContain('exemption.doubt')
})

test('[G10] a vendor’s shorter integer is read as the number it is', () => {
  expect(numberOf({ dataType: DataType.UInt32, value: 7 } as Variant)).toBe(7)
  expect(numberOf({ dataType: DataType.UInt64, value: [1, 2] } as unknown as Variant)).toBe(2 ** 32 + 2)
})
