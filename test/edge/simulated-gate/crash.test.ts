import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OPCUACertificateManager } from 'node-opcua'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Connection, certificateIn, connect, grant, makeClientPki, orderFor, page, query } from './gate-client.ts'
import { type GateProcess, startGate } from './gate-process.ts'

/** A dropped call has to time out before its test goes on. */
const IMPATIENT_MS = 1_000

const folder = mkdtempSync(join(tmpdir(), 'gate-'))
const dataDir = join(folder, 'gate')
let client: { pki: OPCUACertificateManager; certificate: string }
let gate: GateProcess
let link: Connection

async function start(settings = {}): Promise<void> {
  gate = await startGate(dataDir, settings)
  link = await connect(gate.endpointUrl, gate.certificate, client)
}

beforeAll(async () => {
  // The bridge makes its certificate at its own first start: here the gate is up before that.
  const later = join(folder, 'client')
  gate = await startGate(dataDir, { TRUST_CLIENT_CERTIFICATE: certificateIn(later) })
  client = await makeClientPki(later)
  await vi.waitFor(() => expect(gate.stderr()).toContain('a client certificate is trusted'), 5_000)
  await reconnect()
}, 60_000)

afterAll(async () => {
  await link?.close()
  await gate?.close()
  await client?.pki.dispose()
  rmSync(folder, { recursive: true, force: true })
})

test('[G2] kill -9 loses nothing that was answered, and the trust in the client survives', async () => {
  const orders = Array.from({ length: 40 }, (_, n) => orderFor(`鲁F1${String(n).padStart(4, '0')}`))
  const answers = await Promise.all(orders.map(order => grant(link.session, order, { epoch: 7 })))
  expect(answers.map(answer => answer.outcome)).toEqual(orders.map(() => 0))
  await gate.post('/cars/enter', { plate: '鲁F10001' })
  const before = await gate.get('/ledger')
  await gate.end('SIGKILL')
  await link.close()
  await start()
  const after = await gate.get('/ledger')
  expect(after).toEqual(before)
  expect(await query(link.session, orders[0]!.key)).toMatchObject({ found: true, state: 0 })
  expect(await query(link.session, orders[1]!.key)).toMatchObject({ found: true, state: 1 })
  expect((await grant(link.session, orders[39]!, { epoch: 7 })).outcome).toBe(1)
}, 30_000)

test('a bridge with a lower epoch is fenced off, also after a restart', async () => {
  const order = orderFor('鲁F20001')
  const fenced = await grant(link.session, order, { epoch: 6 })
  expect([fenced.outcome, fenced.reasonCode]).toEqual([3, 7])
  expect((await query(link.session, order.key)).found).toBe(false)
  const beyondDoubles = 2 ** 32 + 5
  expect((await grant(link.session, order, { epoch: beyondDoubles })).outcome).toBe(0)
  expect((await grant(link.session, orderFor('鲁F20002'), { epoch: beyondDoubles - 1 })).reasonCode).toBe(7)
  expect((await grant(link.session, orderFor('鲁F20003'), { epoch: beyondDoubles })).outcome).toBe(0)
})

test('[G2] a dropped answer and a dropped request look alike to the client; only a query tells them apart', async () => {
  const epoch = 2 ** 33
  const [executed, lost] = [orderFor('鲁F30001'), orderFor('鲁F30002')]
  await reconnect({ callTimeoutMs: IMPATIENT_MS })
  await gate.post('/switches', { dropAnswers: 1 })
  const unanswered = await failureOf(grant(link.session, executed, { epoch }))
  await reconnect({ callTimeoutMs: IMPATIENT_MS })
  await gate.post('/switches', { dropRequests: 1 })
  const unheard = await failureOf(grant(link.session, lost, { epoch }))
  await reconnect()
  expect([unanswered, unheard]).toEqual([expect.stringContaining('timed out'), expect.stringContaining('timed out')])
  expect((await query(link.session, executed.key)).found).toBe(true)
  expect((await query(link.session, lost.key)).found).toBe(false)
}, 30_000)

test('[G2] a gate that dies after it wrote the order down knows the order when it is back', async () => {
  const epoch = 2 ** 33
  await gate.post('/switches', { crashAfterApply: 1 })
  const order = orderFor('鲁F30003')
  expect(await failureOf(grant(link.session, order, { epoch }))).not.toBe('answered')
  await gate.end()
  await link.close()
  await start()
  expect((await query(link.session, order.key)).found).toBe(true)
  expect((await grant(link.session, order, { epoch })).outcome).toBe(1)
}, 30_000)

test('[G5] a gate that was killed while its store of certificates was locked starts at once', async () => {
  await link.close()
  await gate.end('SIGKILL')
  mkdirSync(join(dataDir, 'pki', 'mutex.lock'))
  // A certificate that is not trusted yet has to be put into the store before the gate is ready.
  await start({ TRUST_CLIENT_CERTIFICATE: gate.certificate })
}, 30_000)

test('a lost ledger begins a new ControllerEpoch, with numbers from 1', async () => {
  const before = await page(link.session, 'GetLedgerSince', 0)
  expect(before.entries.map(entry => entry.ledgerSeq)).toEqual(before.entries.map((_, index) => index + 1))
  await link.close()
  expect(await gate.end('SIGTERM')).toBe(0)
  renameSync(join(dataDir, 'ledger.jsonl'), join(dataDir, 'ledger.lost'))
  await start()
  const after = await page(link.session, 'GetLedgerSince', 0)
  expect(after.controllerEpoch).not.toBe(before.controllerEpoch)
  expect(after.entries).toMatchObject([{ ledgerSeq: 1, type: 'LedgerBegan', controllerEpoch: after.controllerEpoch }])
}, 30_000)

const failureOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'answered',
    (error: Error) => error.message,
  )

/** A call without an answer costs the link: node-opcua drops it. */
async function reconnect(wishes = {}): Promise<void> {
  await link?.close()
  link = await connect(gate.endpointUrl, gate.certificate, client, wishes)
}
