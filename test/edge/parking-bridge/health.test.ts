import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { parseBrowsePath } from '../../../parking-bridge/src/lot/opcua/places/browse-path.ts'
import { type OpcuaSite, openOpcuaSite } from '../lot-contract/opcua-site.ts'
import { nextPlate, orderFor, sendingOf } from '../lot-contract/orders.ts'
import { House } from './house.ts'

const WAIT = { timeout: 20_000, interval: 20 }
const OPEN_MS = 60_000
const PLAIN = new URL('../../support/gates/plain-alarms.mjs', import.meta.url)
const REDUCED = new URL('../../support/gates/reduced-model.mjs', import.meta.url)

const names = (lot: OpcuaSite['lot']) => lot.health?.()?.alarms.map(({ name, source }) => `${name} ${source}`)
const fault = (site: OpcuaSite, name: string, active: boolean, laneId?: string) =>
  site.world.post('/alarms', { name, active, ...(laneId === undefined ? {} : { laneId }) })

describe('the alarms of a gate', () => {
  let site: OpcuaSite
  beforeAll(async () => {
    site = await openOpcuaSite('methods', { STORE_CAPACITY: '10' })
    await vi.waitFor(() => expect(site.lot.health?.()).toEqual({ deviceHealth: 'normal', alarms: [] }), WAIT)
  }, OPEN_MS)
  afterAll(() => site?.close(), OPEN_MS)

  test('[GT50] are told as they come and go, the gravest first, with what they make of the device', async () => {
    const beganMs = Date.now()
    await fault(site, 'PaperLow', true)
    await fault(site, 'BarrierFault', true, 'Lane_1')
    await vi.waitFor(() => expect(names(site.lot)).toEqual(['BarrierFault Lane_1', 'PaperLow Gate1']), WAIT)
    const [first] = site.lot.health!()!.alarms
    expect(first).toMatchObject({ severity: 800, text: 'the barrier does not move' })
    expect(first?.conditionId).toMatch(/^nsu=urn:gov-hall:simulated-gate;i=\d+$/)
    expect(Math.abs(Date.parse(first!.activeSince) - beganMs)).toBeLessThan(5_000)
    await vi.waitFor(() => expect(site.lot.health?.()?.deviceHealth).toBe('failure'), WAIT)

    await fault(site, 'BarrierFault', false, 'Lane_1')
    await vi.waitFor(() => expect(names(site.lot)).toEqual(['PaperLow Gate1']), WAIT)
    await vi.waitFor(() => expect(site.lot.health?.()?.deviceHealth).toBe('maintenanceRequired'), WAIT)
    await fault(site, 'PaperLow', false)
    await vi.waitFor(() => expect(site.lot.health?.()).toEqual({ deviceHealth: 'normal', alarms: [] }), WAIT)
  })

  test('[GT50] that began and ended while the link was cut are known when it is back', async () => {
    // given one alarm · when the link is cut, it ends, and another one begins
    await fault(site, 'LoopFault', true, 'Lane_2')
    await vi.waitFor(() => expect(names(site.lot)).toEqual(['LoopFault Lane_2']), WAIT)
    const told: string[][] = []
    site.lot.onHint(hint => void (hint === 'health' && told.push(names(site.lot)!)))
    site.cable.weather('blackHole')
    await fault(site, 'LoopFault', false, 'Lane_2')
    await fault(site, 'CameraFault', true, 'Lane_1')
    await vi.waitFor(() => expect(site.lot.usable()).toBe(false), WAIT)
    expect(names(site.lot)).toEqual(['LoopFault Lane_2'])

    // then both are known, and between them nothing else was said
    site.cable.weather('clear')
    site.cable.cut()
    await vi.waitFor(() => expect(names(site.lot)).toEqual(['CameraFault Lane_1']), WAIT)
    expect(told.every(([one]) => one === 'CameraFault Lane_1')).toBe(true)
    await fault(site, 'CameraFault', false, 'Lane_1')
    await vi.waitFor(() => expect(names(site.lot)).toEqual([]), WAIT)
  })

  test('[GT50] before anybody listened are told to who comes later', async () => {
    await fault(site, 'ClockSkew', true)
    const another = site.anotherLot()
    another.open()
    await vi.waitFor(() => expect(names(another)).toEqual(['ClockSkew Gate1']), WAIT)
    await another.close()
    await fault(site, 'ClockSkew', false)
  })

  test('[GT51] are heard at another node where a vendor tells them there', async () => {
    const another = site.anotherLot({ Alarms: parseBrowsePath('nsu=http://opcfoundation.org/UA/;Server')! })
    another.open()
    await vi.waitFor(() => expect(names(another)).toEqual([]), WAIT)
    await fault(site, 'PaperLow', true)
    await vi.waitFor(() => expect(names(another)).toEqual(['PaperLow Gate1']), WAIT)
    await another.close()
    await fault(site, 'PaperLow', false)
  })

  test('[GT50] say that its store is nearly full before it is', async () => {
    for (let n = 0; n < 9; n += 1) await site.lot.grant(sendingOf(orderFor(nextPlate())))
    await vi.waitFor(() => expect(names(site.lot)).toEqual(['StoreCapacity Gate1']), WAIT)
    await vi.waitFor(() => expect(site.lot.health?.()?.deviceHealth).toBe('offSpec'), WAIT)
  })
})

describe('a gate that has less', () => {
  let site: OpcuaSite | undefined
  afterEach(() => site?.close(), OPEN_MS)
  const open = async (before: URL) => {
    site = await openOpcuaSite('methods', { NODE_OPTIONS: `--import ${before.href}` })
    return site
  }

  test('[GT51] tells its alarms as they come where it cannot tell them again', { timeout: OPEN_MS }, async () => {
    const { lot, said } = await open(PLAIN)
    await vi.waitFor(() => expect(names(lot)).toEqual([]), WAIT)
    expect(said.join()).toContain('ConditionRefresh')
    await fault(site!, 'PaperLow', true)
    await vi.waitFor(() => expect(names(lot)).toEqual(['PaperLow Gate1']), WAIT)
  })

  test('[GT51] tells neither alarms nor health, and is served', { timeout: OPEN_MS }, async () => {
    const { lot } = await open(REDUCED)
    await vi.waitFor(() => expect(lot.health?.()).toEqual({ alarms: [] }), WAIT)
    expect(lot.usable()).toBe(true)
  })
})

describe('the alarms of a gate in the house', () => {
  const house = new House()
  beforeAll(() => house.open(), OPEN_MS)
  afterAll(() => house.close(), OPEN_MS)
  const known = () => [...house.hub.lot.health.alarms.values()].map(({ name }) => name)
  const set = (name: string, active: boolean) => house.gate.post('/alarms', { name, active })

  test('[LT30, GT52] are recorded by the hub, and what ended while the bridge was away as well', async () => {
    await vi.waitFor(() => expect(house.hub.lot.health.deviceHealth).toBe('normal'), WAIT)
    await set('PaperLow', true)
    await vi.waitFor(() => expect(known()).toEqual(['PaperLow']), WAIT)
    await house.endBridge('SIGKILL')
    await set('PaperLow', false)
    await set('ClockSkew', true)
    await house.startBridge()
    await vi.waitFor(() => expect(known()).toEqual(['ClockSkew']), WAIT)
    await vi.waitFor(() => expect(house.hub.lot.health.deviceHealth).toBe('offSpec'), WAIT)
    const raised = house.hub.lotEvents().filter(({ type }) => type === 'lot.alarmRaised')
    expect(raised).toHaveLength(2)
  })

  test('[GT54, LT32] how sure the camera was comes home with the entry, and a plate it was not sure of waits', async () => {
    const enter = (plate: string, confidence: number) => house.gate.post('/cars/enter', { plate, confidence })
    await enter('鲁F30001', 41)
    await enter('鲁F30002', 97)
    const stays = () => [...house.hub.lot.stays.values()].map(({ plate, review }) => [plate, review])
    await vi.waitFor(
      () =>
        expect(stays()).toEqual([
          ['鲁F30001', { laneId: 'Lane_1', confidence: 41 }],
          ['鲁F30002', undefined],
        ]),
      WAIT,
    )
    expect(house.hub.lotEvents().filter(({ type }) => type === 'stay.entered')).toMatchObject([
      { confidence: 41, unsure: true },
      { confidence: 97 },
    ])
  })

  test('[LT34] an exemption of a car that was put right here is used under the plate that the gate read', async () => {
    const [read, found] = ['鲁F30003', '鲁F30008']
    const enteredAt = new Date(Date.now() - 2 * 3_600_000).toISOString()
    const { body } = await house.gate.post('/cars/enter', { plate: read, confidence: 41, at: enteredAt })
    const id = house.hub.grant(found, String(body['stayId']), enteredAt, { gatePlate: read })
    await vi.waitFor(() => expect(house.hub.hall.exemptions.get(id)?.status).toBe('confirmed'), WAIT)
    const exit = await house.gate.post('/cars/exit', { plate: read })
    expect(exit.body).toMatchObject({ barrierOpens: true, exemptionsHonoured: [{ grantKey: id }] })
    await vi.waitFor(() => expect(house.hub.hall.exemptions.get(id)?.status).toBe('honoured'), WAIT)
  })
})
