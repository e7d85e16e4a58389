import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { executions, House } from '../house.ts'
import { LOT_ID } from '../stand-in-hub.ts'

const WAIT = { timeout: 30_000, interval: 100 }
const house = new House()
afterAll(() => house.close())

test('[GT37] of several lots of one bridge each goes its own way: one whose gate is off, or that is fenced, holds up no other', async () => {
  // given a bridge of two lots, of which the hub knows one, and the gate of the other is off
  await house.hub.listen()
  await house.startGate()
  const { HUB_URL, ...own } = house.bridgeSettings()
  const other = {
    ...own,
    LOT_ID: 'other',
    OPCUA_ENDPOINT: 'opc.tcp://127.0.0.1:9',
    BRIDGE_DATA_DIR: join(house.folder, 'other'),
  }
  const LOTS_FILE = join(house.folder, 'lots.json')
  writeFileSync(LOTS_FILE, JSON.stringify([own, other]))

  // when a driver has earned it
  const ready = await house.startBridge({ HUB_URL, LOTS_FILE })
  const { exemptionId } = await house.rewardedCar()

  // then it is delivered, and each lot has a certificate of its own
  await vi.waitFor(() => expect(house.hub.statuses()).toEqual({ confirmed: 1 }), WAIT)
  expect(await executions(house.gate)).toEqual(new Map([[exemptionId, 1]]))
  expect(Object.keys(ready.certificates)).toEqual([LOT_ID, 'other'])
  expect(new Set(Object.values(ready.certificates)).size).toBe(2)

  // when a newer bridge takes over the first lot
  house.hub.submit(`lot:${LOT_ID}`, { type: 'lot.lease', commandId: crypto.randomUUID(), bridgeId: 'newer' })
  await vi.waitFor(() => expect(house.log).toContain('a newer bridge has taken over this lot'), WAIT)

  // then the process stays for the other, and ends in order
  await new Promise(resolve => setTimeout(resolve, 1_500))
  expect(await house.endBridge('SIGTERM')).toBe(0)
}, 90_000)
