import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AttributeIds, MessageSecurityMode, type OPCUACertificateManager, SecurityPolicy } from 'node-opcua'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  type Connection,
  call,
  connect,
  grant,
  listen,
  makeClientPki,
  nodeAt,
  numberOf,
  orderFor,
  page,
  query,
  revoke,
  text,
} from './gate-client.ts'
import { type GateProcess, startGate } from './gate-process.ts'
import { askSessionInClear } from './session-in-clear.ts'

const folder = mkdtempSync(join(tmpdir(), 'gate-'))
let client: { pki: OPCUACertificateManager; certificate: string }
let gate: GateProcess
let link: Connection

const reach = (wishes = {}) => connect(gate.endpointUrl, gate.certificate, client, wishes)
beforeAll(async () => {
  client = await makeClientPki(join(folder, 'client'))
  gate = await startGate(join(folder, 'gate'), { TRUST_CLIENT_CERTIFICATE: client.certificate })
  link = await reach()
}, 60_000)

afterAll(async () => {
  await link?.close()
  await gate?.close()
  await client?.pki.dispose()
  rmSync(folder, { recursive: true, force: true })
})

describe('the door', () => {
  test('[G8] a session without encryption is refused', async () => {
    await expect(reach({ mode: MessageSecurityMode.None, policy: SecurityPolicy.None })).rejects.toThrow(
      'End point must exist',
    )
  })

  test('[G8] a client that skips its own checks and asks for a session in clear text is refused by the gate', async () => {
    expect(await askSessionInClear(gate.endpointUrl)).toContain('BadSecurityModeRejected')
  })

  test('[G8] a policy that has been given up is refused', async () => {
    await expect(reach({ policy: SecurityPolicy.Basic256 })).rejects.toThrow('Cannot find an Endpoint')
  })

  test('[G8] Basic256Sha256 is the second policy', async () => {
    const second = await reach({ policy: SecurityPolicy.Basic256Sha256 })
    expect((await query(second.session, orderFor('鲁F00001').key)).found).toBe(false)
    await second.close()
  })

  test('[G8] nobody comes in without a name, or with a wrong password', async () => {
    await expect(reach({ anonymous: true })).rejects.toThrow('ANONYMOUS')
    await expect(reach({ password: 'guess' })).rejects.toThrow('BadUserAccessDenied')
  })

  test('[G8] a certificate nobody put into the trusted folder is refused', async () => {
    const stranger = await makeClientPki(join(folder, 'stranger'))
    await expect(connect(gate.endpointUrl, gate.certificate, stranger)).rejects.toThrow('BadSecurityChecksFailed')
    await stranger.pki.dispose()
  })

  test('[G10] every node is found by namespace URI and browse path', async () => {
    const nodeId = await nodeAt(link.session, 'ExemptionStore', 'LedgerSeq')
    const value = await link.session.read({ nodeId, attributeId: AttributeIds.Value })
    expect(numberOf(value.value.value)).toBeGreaterThan(0)
    for (const name of ['ProtocolVersion', 'ControllerEpoch', 'ControllerTime']) {
      const read = await link.session.read({
        nodeId: await nodeAt(link.session, name),
        attributeId: AttributeIds.Value,
      })
      expect([name, read.statusCode.name]).toEqual([name, 'Good'])
    }
    const barrier = await nodeAt(link.session, 'Lane_1', 'BarrierState')
    expect((await link.session.read({ nodeId: barrier, attributeId: AttributeIds.Value })).value.value).toBe(0)
  })
})

describe('orders', () => {
  test('[G2] an order told twice is applied once', async () => {
    const order = orderFor('鲁F11111')
    const first = await grant(link.session, order)
    const second = await grant(link.session, order, { deadline: new Date(Date.now() + 90_000).toISOString() })
    expect([first.outcome, second.outcome]).toEqual([0, 1])
    expect(second.storedHash).toEqual(first.hash)
    expect(second.grantId).toBe(first.grantId)
  })

  test('the same key with other minutes is a conflict, and the first order stays', async () => {
    const order = orderFor('鲁F22222')
    const first = await grant(link.session, order)
    const other = await grant(link.session, { ...order, freeMinutes: 240 })
    expect(other.outcome).toBe(2)
    expect(other.storedHash).toEqual(first.hash)
  })

  test('an order without the Mac of the hub is refused, whoever has a session', async () => {
    const order = orderFor('鲁F33333')
    const refused = await grant(link.session, order, { macKey: 'b2'.repeat(32) })
    expect([refused.statusCode, refused.outcome, refused.reasonCode]).toEqual(['Good', 3, 6])
    expect((await query(link.session, order.key)).found).toBe(false)
  })

  test('a hash that does not cover the arguments is refused', async () => {
    const refused = await grant(link.session, orderFor('鲁F33334'), { hash: Buffer.alloc(32, 7) })
    expect([refused.outcome, refused.reasonCode]).toEqual([3, 9])
  })

  test('[G1] an order that arrives after its deadline is refused', async () => {
    const late = await grant(link.session, orderFor('鲁F33335'), { deadline: new Date(Date.now() - 1).toISOString() })
    expect([late.outcome, late.reasonCode]).toEqual([3, 1])
  })

  test('arguments no hub would send are BadInvalidArgument, and nothing ran', async () => {
    const refused = await grant(link.session, orderFor('not a plate'))
    expect(refused.statusCode).toBe('BadInvalidArgument')
  })

  test('a revoke leaves a tombstone that a late grant cannot revive', async () => {
    const order = orderFor('鲁F44444')
    expect((await revoke(link.session, order.key)).outcome).toBe(3)
    const late = await grant(link.session, order)
    expect([late.outcome, late.reasonCode]).toEqual([3, 10])
    expect((await revoke(link.session, order.key, { macKey: 'b2'.repeat(32) })).statusCode).toBe('BadUserAccessDenied')
  })
})

describe('a visit', () => {
  test('[G3] what happens at the barrier can be read as events with numbers of their own', async () => {
    const before = await page(link.session, 'GetEventsSince', 0)
    const enteredAt = new Date(Date.now() - 181 * 60_000).toISOString()
    const { stayId } = (await gate.post('/cars/enter', { plate: '鲁F·55555', at: enteredAt })).body
    const order = orderFor('鲁F55555')
    expect((await grant(link.session, order)).outcome).toBe(0)
    const asked = await call(link.session, 'QueryPlate', [text('鲁F55555')])
    expect(asked.outputArguments!.map(each => each.value)).toEqual([
      true,
      stayId,
      new Date(enteredAt),
      [0, 400],
      [order.key],
    ])
    const exit = await gate.post('/cars/exit', { plate: '鲁F55555', pay: true })
    expect(exit.body).toMatchObject({
      barrierOpens: true,
      feeDueFen: 400,
      exemptionsHonoured: [{ grantKey: order.key, feeWaivedFen: 400 }],
    })
    const after = await page(link.session, 'GetEventsSince', before.nextSeq)
    expect(after.entries.map(each => each.type)).toEqual([
      'VehicleEntered',
      'FeeDue',
      'FeePaid',
      'ExemptionHonoured',
      'VehicleExited',
    ])
    expect(after.entries.map(each => each.sequenceNumber)).toEqual([1, 2, 3, 4, 5].map(n => before.nextSeq + n))
    expect(await query(link.session, order.key)).toMatchObject({ state: 3, minutesUsed: 120, waivedFen: 400 })
  })

  test('[G3] a subscriber hears each event with its number, once it is on disk', async () => {
    const heard = await listen(link.session, await nodeAt(link.session))
    await gate.post('/cars/enter', { plate: '鲁F66666', carClass: 'staff' })
    await gate.post('/cars/exit', { plate: '鲁F66666' })
    await vi.waitFor(() => expect(heard.events).toHaveLength(2), 5_000)
    const { entries } = await page(link.session, 'GetEventsSince', Number(heard.events[0]!.sequenceNumber) - 1)
    expect(heard.events).toEqual(entries.map(({ sequenceNumber, type, plate }) => ({ sequenceNumber, type, plate })))
    await heard.stop()
  })
})

describe('the control door', () => {
  test.each([
    ['/cars/enter', { plate: 'nonsense' }, 400, 'plate.malformed'],
    ['/cars/enter', { plate: '鲁F77777', laneId: 'Lane_9' }, 400, 'lane.unknown'],
    ['/cars/enter', { plate: '鲁F77777', at: '2999-01-01T00:00:00.000Z' }, 400, 'at.future'],
    ['/cars/enter', { plates: '鲁F77777' }, 400, 'body.malformed'],
    ['/cars/exit', {}, 400, 'stay.ambiguous'],
    ['/cars/exit', { plate: '鲁F77777' }, 409, 'stay.notInside'],
    ['/cars/correct-plate', { stayId: 'nobody', plate: '鲁F77777' }, 409, 'stay.notInside'],
    ['/switches', { dropAnswers: -1 }, 400, 'body.malformed'],
    ['/open-barrier', {}, 404, 'route.unknown'],
  ])('%s %j is answered %i %s', async (path, body, status, code) => {
    expect(await gate.post(path, body)).toMatchObject({ status, body: { code } })
  })

  test('a page in a browser cannot post without asking: only application/json is read', async () => {
    const response = await fetch(`${gate.controlUrl}/cars/enter`, { method: 'POST', body: '{"plate":"鲁F77777"}' })
    expect([response.status, await response.json()]).toMatchObject([400, { code: 'body.notJson' }])
  })

  test('plates are masked in the log', () => {
    expect(gate.stderr()).toContain('鲁F***11')
    expect(gate.stderr()).not.toContain('鲁F11111')
  })
})
