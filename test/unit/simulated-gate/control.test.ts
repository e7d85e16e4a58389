import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { readConfig } from '../../../parking-bridge/simulated-gate/src/config.ts'
import { type Control, openControl } from '../../../parking-bridge/simulated-gate/src/control.ts'
import { GateController } from '../../../parking-bridge/simulated-gate/src/controller.ts'
import { LedgerFile } from '../../../parking-bridge/simulated-gate/src/ledger-file.ts'
import { Alarms } from '../../../parking-bridge/simulated-gate/src/world/alarms.ts'
import { Cameras } from '../../../parking-bridge/simulated-gate/src/world/cameras.ts'
import { Lanes } from '../../../parking-bridge/simulated-gate/src/world/lanes.ts'
import { noFaults } from '../../../parking-bridge/simulated-gate/src/world/switches.ts'
import { at, policy } from './given.ts'

const PLATE = '鲁F12345'

let folder: string
let controller: GateController
let control: Control
let lanes: Lanes
let minute: number
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gate-control-'))
  minute = 0
  const env = { GATE_DATA_DIR: folder, GATE_MAC_KEY: 'a1'.repeat(32), GATE_USER: 'b', GATE_PASSWORD: 'x'.repeat(12) }
  const config = readConfig({ ...env, CONTROL_PORT: '0', SPACES: '1' })
  const ledger = join(folder, 'ledger.jsonl')
  controller = await GateController.open(
    ledger,
    policy,
    () => at(minute),
    () => crypto.randomUUID(),
    vi.fn(),
  )
  lanes = new Lanes(1, 1)
  const alarms = new Alarms(lanes.all.map(({ laneId }) => laneId))
  control = await openControl({
    config,
    controller,
    lanes,
    alarms,
    cameras: new Cameras(),
    switches: noFaults(),
    log: pino({ enabled: false }),
  })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await control.close()
  await controller.close()
  rmSync(folder, { recursive: true, force: true })
})

async function post(path: string, body: unknown, type = 'application/json') {
  const sent = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(control.url + path, { method: 'POST', headers: { 'content-type': type }, body: sent })
  const { code, message, ...rest } = (await response.json()) as Record<string, unknown>
  return { status: response.status, code, message, ...rest } as Record<string, unknown>
}
const malformed = (code: string) => ({ status: 400, code })
const refused = (code: string) => ({ status: 409, code })
const barrier = (laneId: string) => lanes.all.find(lane => lane.laneId === laneId)!

describe('cars before the gate', () => {
  test('[LT8] come in while there is a space, are refused when there is none, and staff have spaces of their own', async () => {
    expect(await post('/cars/enter', { plate: PLATE })).toMatchObject({ status: 200, stayId: expect.any(String) })
    expect(barrier('Lane_1').barrier).toBe('Open')

    expect(await post('/cars/enter', { plate: '鲁F54321' })).toMatchObject(refused('lot.full'))
    expect(await post('/cars/enter', { plate: '鲁F54321', carClass: 'staff' })).toMatchObject({ status: 200 })
    expect(await post('/cars/enter', { plate: PLATE, carClass: 'staff' })).toMatchObject(refused('stay.alreadyInside'))
  })

  test('[RC12] that nobody could read have no plate; that came earlier came then, and none comes from the future', async () => {
    minute = 60
    expect(await post('/cars/enter', { at: at(90) })).toMatchObject(malformed('at.future'))
    await post('/cars/enter', { at: at(30) })

    const { stays } = (await (await fetch(`${control.url}/ledger`)).json()) as { stays: Record<string, unknown>[] }
    expect(stays).toHaveLength(1)
    expect(stays[0]).toMatchObject({ enteredAt: at(30) })
    expect(stays[0]).not.toHaveProperty('plate')
  })

  test('[G9] leave when nothing is due or once it is paid, and stand before the barrier until then', async () => {
    const { stayId } = await post('/cars/enter', { plate: PLATE })
    minute = 61

    expect(await post('/cars/exit', { plate: PLATE })).toMatchObject({ status: 200, barrierOpens: false })
    expect(barrier('Lane_2')).toMatchObject({ barrier: 'Closed', loopOccupied: true })
    expect(await post('/cars/pay', { plate: PLATE })).toMatchObject({ status: 200, paidFen: 400, stayMinutes: 61 })
    expect(await post('/cars/exit', { stayId })).toMatchObject({ status: 200, barrierOpens: true })
    expect(barrier('Lane_2').barrier).toBe('Open')
    expect(await post('/cars/pay', { plate: PLATE })).toMatchObject(refused('stay.notInside'))
    expect(await post('/cars/exit', { plate: PLATE })).toMatchObject(refused('stay.notInside'))
  })

  test('[PF23] whose exemption an attendant takes away have to have one', async () => {
    const grantKey = '3f2504e0-4f89-51d3-9a0c-0305e82c3301'
    expect(await post('/exemptions/withdraw', { grantKey })).toMatchObject(refused('exemption.notOnStay'))
    expect(await post('/exemptions/withdraw', { grantKey: 'K1' })).toMatchObject(malformed('body.malformed'))
  })

  test('[RC10] whose plate was misread are put right, and only into a plate', async () => {
    const { stayId } = await post('/cars/enter', { plate: PLATE })

    expect(await post('/cars/correct-plate', { stayId, plate: '鲁F12346' })).toMatchObject({ status: 200 })
    expect(await post('/cars/correct-plate', { stayId, plate: '12345' })).toMatchObject(malformed('plate.malformed'))
  })
})

describe('the door of the world around the gate', () => {
  test.each([
    ['a field it does not know', '/cars/enter', { colour: 'red' }, 'body.malformed'],
    ['nothing', '/cars/enter', null, 'body.malformed'],
    ['a way out to come in', '/cars/enter', { plate: PLATE, laneId: 'Lane_2' }, 'lane.unknown'],
    ['a way in to leave', '/cars/exit', { plate: PLATE, laneId: 'Lane_1' }, 'lane.unknown'],
    ['two names of a car', '/cars/exit', { plate: PLATE, stayId: 's1' }, 'stay.ambiguous'],
    ['no name of a car', '/cars/exit', {}, 'stay.ambiguous'],
    ['more than a minute of delay', '/switches', { delayMs: 60_001 }, 'body.malformed'],
    ['half a text', '/switches', '{"delayMs":', 'body.notJson'],
    ['more than it reads', '/switches', ' '.repeat(17_000), 'body.tooLong'],
  ])('[AC20] %s at %s is not read, and nothing happens', async (_what, path, body, code) => {
    const before = controller.ledger.ledgerSeq

    expect(await post(path, body)).toMatchObject(malformed(code))
    expect(controller.ledger.ledgerSeq).toBe(before)
  })

  test('[AC20] a path that is none, and a body that is not said to be JSON, are refused', async () => {
    expect(await post('/cars/fly', {})).toMatchObject({ status: 404, code: 'route.unknown' })
    expect(await post('/cars/enter', '{}', 'text/plain')).toMatchObject(malformed('body.notJson'))
  })

  test('[G2] a fault is switched on by itself, and the others stay as they are', async () => {
    expect(await post('/switches', { dropAnswers: 2 })).toMatchObject({ dropAnswers: 2, dropRequests: 0, delayMs: 0 })
    expect(await post('/switches', { delayMs: 5 })).toMatchObject({ dropAnswers: 2, delayMs: 5 })
  })

  test('[JR43] a disk that keeps everybody waiting is told as such, and any other failure as a failure', async () => {
    vi.spyOn(controller, 'execute').mockRejectedValueOnce(new Error('a disk that broke'))
    expect(await post('/cars/enter', {})).toMatchObject({ status: 500, code: 'gate.failed' })

    vi.spyOn(LedgerFile.prototype, 'full', 'get').mockReturnValueOnce(true)
    expect(await post('/cars/enter', {})).toMatchObject({ status: 503, code: 'gate.busy' })
    expect(await post('/cars/enter', {})).toMatchObject({ status: 200 })
  })
})
