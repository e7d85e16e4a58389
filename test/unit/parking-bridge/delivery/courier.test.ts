import type { Answer, Command, StreamName } from '@pingting/contract'
import { beforeEach, describe, expect, test } from 'vitest'
import { queryExemption } from '../../../../parking-bridge/simulated-gate/src/ledger.ts'
import { Bridge } from '../../../../parking-bridge/src/bridge.ts'
import { GateDouble, LOT_ID, LotDouble } from '../gate-double.ts'
import { HubDouble, HubPort } from '../hub-double.ts'
import { VirtualTime } from '../virtual-time.ts'

const HALL: StreamName = 'hall:hall-1'

let time: VirtualTime
let gate: GateDouble
let hub: HubDouble
let port: HubPort
let said: string[]
let ends: string[]
let bridge: Bridge
beforeEach(async () => {
  time = new VirtualTime()
  gate = new GateDouble(time)
  hub = new HubDouble(time)
  port = new HubPort(hub)
  said = []
  ends = []
  const say = (level: string) => (_fields: object, message: string) => void said.push(`${level}: ${message}`)
  const log = { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') }
  bridge = new Bridge({ lot: new LotDouble(gate), hub: port, lotId: LOT_ID, bridgeId: 'b', time, log })
  void bridge.run().then(ending => ends.push(ending))
  await time.pass(100)
})

const rewarded = (plate = '鲁F12345') => hub.grant(plate, gate.enter(plate), 60)
const statusOf = (id: string) => hub.hall.exemptions.get(id)!.status
/** What comes when a bridge that was away is shown the hall as it is now. */
const shownAgain = () => hub.listeners.get(HALL)!.snapshot(hub.screen(HALL))
/** The hub answers the next command of this type itself. */
function answerOnce(type: Command['type'], answer: Answer | Error): void {
  const command = port.command.bind(port)
  let over = false
  port.command = async (stream, asked) => {
    if (over || asked.type !== type) return command(stream, asked)
    over = true
    if (answer instanceof Error) throw answer
    return answer
  }
}
const refusal = (code: string): Answer => ({ ok: false, code: code as 'lot.unknown', zh: '', en: '' })

describe('a hall that is shown again', () => {
  test('[GT15] without an order has closed it meanwhile: nothing more is sent of it', async () => {
    gate.link(false)
    const id = rewarded()
    await time.pass(1_000)
    const listener = hub.listeners.get(HALL)!
    hub.listeners.delete(HALL)
    hub.submit(HALL, {
      type: 'exemption.refuse',
      bridgeEpoch: 1,
      commandId: time.uuid(),
      exemptionId: id,
      reason: 'INVALID',
    })
    hub.listeners.set(HALL, listener)

    shownAgain()
    gate.link(true)
    await time.pass(60_000)

    expect(gate.ran).toEqual([])
  })

  test('[GT13] with an order that is to be taken back, of which it had not heard, takes it back', async () => {
    const id = rewarded()
    await time.pass(100)
    expect(statusOf(id)).toBe('confirmed')
    const listener = hub.listeners.get(HALL)!
    hub.listeners.delete(HALL)
    hub.takeBack(id)
    hub.listeners.set(HALL, listener)

    shownAgain()
    await time.pass(1_000)

    expect(statusOf(id)).toBe('revoked')
    expect(queryExemption(gate.ledger, id, time.now()).state).toBe('Revoked')
  })

  test('[GT25] with an order it knows goes on with it at once, and sends none twice', async () => {
    gate.fates.push('refused', 'refused', 'refused')
    const id = rewarded()
    await time.pass(20)

    shownAgain()
    shownAgain()
    await time.pass(120_000)

    expect(statusOf(id)).toBe('confirmed')
    expect(gate.ran).toHaveLength(1)
  })
})

describe('an order the gate has lost without losing its ledger', () => {
  const lose = (id: string): void => {
    gate.ledger.grants.delete(id)
    for (const stay of gate.ledger.stays.values()) stay.grantKeys = stay.grantKeys.filter(key => key !== id)
  }
  const doubted = (exemptionId: string) =>
    hub.publish(HALL, [{ type: 'exemption.doubted', v: 1, at: time.now(), exemptionId }])

  test('[GT44] is asked for once somebody doubts it, and sent again under its key', async () => {
    const id = rewarded()
    await time.pass(100)
    lose(id)
    doubted(id)
    await time.pass(60_000)
    expect(queryExemption(gate.ledger, id, time.now()).state).toBe('Active')
    expect(hub.hall.exemptions.get(id)).toMatchObject({ status: 'confirmed', unknown: false })
    expect(gate.ran).toHaveLength(2)
  })

  test('[GT44] and one that it still has is confirmed again, and not sent', async () => {
    const id = rewarded()
    await time.pass(100)
    doubted(id)
    await time.pass(60_000)
    expect(hub.hall.exemptions.get(id)).toMatchObject({ status: 'confirmed', unknown: false })
    expect(gate.ran).toHaveLength(1)
  })

  test('[GT44] also where the bridge was away when it was doubted', async () => {
    const id = rewarded()
    await time.pass(100)
    const listener = hub.listeners.get(HALL)!
    hub.listeners.delete(HALL)
    lose(id)
    doubted(id)
    hub.listeners.set(HALL, listener)
    shownAgain()
    await time.pass(60_000)
    expect(queryExemption(gate.ledger, id, time.now()).state).toBe('Active')
  })
})

describe('an order the hub does not sign', () => {
  test('[GT25] never left: it is asked for again and carried out once', async () => {
    const sign = port.sign.bind(port)
    let refusals = 3
    port.sign = async (lotId, wish) => (refusals-- > 0 ? undefined : sign(lotId, wish))
    const id = rewarded()

    await time.pass(200)
    expect([statusOf(id), gate.ran.length]).toEqual(['granted', 0])
    await time.pass(120_000)

    expect([statusOf(id), gate.ran.length]).toEqual(['confirmed', 1])
    expect(hub.told.filter(({ type }) => type === 'exemption.doubt')).toEqual([])
  })

  test('[GT13] to be taken back stays in force until it is signed', async () => {
    const id = rewarded()
    await time.pass(100)
    const sign = port.signRevocation.bind(port)
    let refusals = 2
    port.signRevocation = async (lotId, wish) => (refusals-- > 0 ? undefined : sign(lotId, wish))

    hub.takeBack(id)
    await time.pass(200)
    expect(statusOf(id)).toBe('confirmed')
    await time.pass(120_000)

    expect(statusOf(id)).toBe('revoked')
  })

  test('[G2] a call that breaks in our own house is no answer: it is told to the log, and the order goes on', async () => {
    const sign = port.sign.bind(port)
    let breaks = 1
    port.sign = (lotId, wish) => (breaks-- > 0 ? Promise.reject(new Error('out of memory')) : sign(lotId, wish))
    const id = rewarded()

    await time.pass(120_000)

    expect([statusOf(id), gate.ran.length]).toEqual(['confirmed', 1])
    expect(said).toContain('error: a call to the gate broke in our own house')
  })
})

describe('what the hub says to what it is told', () => {
  test.each([
    ['exemption.ended', 'info: the hub had closed it already'],
    ['exemption.unknown', 'info: the hub had closed it already'],
    ['access.denied', 'error: the hub refused what the gate said'],
  ])('[EX12] %s: %s, and the bridge goes on', async (code, line) => {
    answerOnce('exemption.confirm', refusal(code))
    rewarded()
    await time.pass(1_000)

    expect(said).toContain(line)
    const next = rewarded('鲁F54321')
    await time.pass(1_000)
    expect(statusOf(next)).toBe('confirmed')
  })

  test('[GT28] a hub that could not be told is told to the log, and the next is told all the same', async () => {
    answerOnce('exemption.confirm', new Error('too many commands wait for the hub'))
    rewarded()
    const next = rewarded('鲁F54321')
    await time.pass(1_000)

    expect(said).toContain('error: the hub could not be told')
    expect(statusOf(next)).toBe('confirmed')
  })
})

test('[GT16] a hub that knows a newer bridge takes no answer of this one, and ends it', async () => {
  answerOnce('exemption.confirm', refusal('lot.fenced'))
  const id = rewarded()
  await time.pass(1_000)

  expect(ends).toEqual(['fenced'])
  expect(statusOf(id)).toBe('granted')
})

test('[GT16] a gate that takes orders of a newer bridge only ends this one, and nothing is refused for it', async () => {
  gate.ledger.bridgeEpoch = 99
  const id = rewarded()
  await time.pass(1_000)

  expect(ends).toEqual(['fenced'])
  expect(statusOf(id)).toBe('granted')
  expect(said).toContain('error: the gate takes orders of a newer bridge only')
})

test('[GT16] a lot that is shown with a higher number than ours has a newer bridge', async () => {
  const listener = hub.listeners.get(`lot:${LOT_ID}`)!
  hub.listeners.clear()
  hub.submit(`lot:${LOT_ID}`, { type: 'lot.lease', commandId: time.uuid(), bridgeId: 'newer' })

  listener.snapshot(hub.screen(`lot:${LOT_ID}`))
  // Before it has sent anything that the hub could refuse.
  await time.pass(0)

  expect(ends).toEqual(['fenced'])
})

test('[LT3] a lot the hub does not know is told to the log, and followed once it is there', async () => {
  const { lot: _none, ...screen } = hub.screen(`lot:${LOT_ID}`)

  hub.listeners.get(`lot:${LOT_ID}`)!.snapshot(screen)

  expect(said).toContain('error: the hub knows no such lot')
  const id = rewarded()
  await time.pass(1_000)
  expect(statusOf(id)).toBe('confirmed')
})
