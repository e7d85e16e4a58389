import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { HallFrame } from '@pingting/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HALL_ID, LOT_ID } from '../../../server/living-hall/seed.ts'
import { bridgeCredential } from '../../support/access/bridge-credential.ts'
import { Client, codeOf, eventOf, logIn, pair, rating } from '../../support/client.ts'
import { type HubProcess, startHub } from '../../support/hub-process.ts'
import { Listener, until } from '../../support/room.ts'
import { archive, folderWithSecretsOf, newFolder } from './cli.ts'

const SPEED = 100
/** Business time runs fast, so that a service is long enough to be rewarded; hub and restore keep the same clock. */
const environment = {
  BUSINESS_CLOCK: `2026-11-23T01:00:00.000Z@${Date.now()}x${SPEED}`,
  // What tickets carry is the same, whichever port a hub took.
  PUBLIC_URL: 'https://hall.example.org',
}
const LOT = `lots/${LOT_ID}`
const TAKE = { serviceCode: 'enterprise' }
const DUE_AT = '2026-11-23T15:00:00.000Z'

const folder = newFolder()
const backupFolder = join(folder, 'backup')
let hub: HubProcess
let restored: HubProcess
/** What was asked before the backup with this id, and how it was answered. */
const used = { commandId: crypto.randomUUID() as string, answer: {} as object, credential: '' }
/** The sums of the day, once they were written down: that is a few seconds behind. */
async function sumsOf({ url }: HubProcess): Promise<{ status: number; json: unknown }> {
  const manager = await logIn(url, 'manager')
  for (const end = performance.now() + 20_000; ; ) {
    const found = await manager.get(`/api/halls/${HALL_ID}/days/2026-11-23/marginals`)
    const whole = found.status === 200 && JSON.stringify(found.json).includes('"kiosk"')
    if (whole || performance.now() > end) return found
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}
const life = { sums: {} as unknown, frame: {} as HallFrame, epoch: '', exemptionId: '', lastNumber: '' }

const bridgeOf = ({ url, dataDir }: HubProcess): Client => new Client(url, bridgeCredential(join(dataDir, 'secrets')))

async function publicRoom({ url }: HubProcess) {
  const listener = await new Listener(url).opened()
  const room = await listener.enter(`hall:${HALL_ID}`, 'public')
  listener.close()
  return room
}

async function enter(bridge: Client): Promise<void> {
  const lease = await bridge.must('lot.lease', { bridgeId: 'b' }, LOT)
  const bridgeEpoch = Number(eventOf(lease, 'lot.leased')['bridgeEpoch'])
  const fact = { kind: 'entered', gateSeq: 1, stayId: 's1', plate: '鲁F12345', carClass: 'casual', laneId: 'in' }
  const records = [{ ...fact, enteredAt: '2026-11-23T00:30:00.000Z' }]
  await bridge.must('lot.report', { bridgeEpoch, gateEpoch: 'g1', records }, LOT)
}

/** One visit from the ticket to the exemption, and some who wait. */
async function play(): Promise<void> {
  const [kiosk, clerk, bridge] = [await pair(hub.url, 'kiosk'), await logIn(hub.url, 'clerk01'), bridgeOf(hub)]
  used.credential = kiosk.credential!
  await enter(bridge)
  await clerk.must('counter.open', { counterId: 'C01' })
  const first = await kiosk.command('ticket.take', { ...TAKE, plate: '鲁F12345' }, { commandId: used.commandId })
  used.answer = first.json
  for (let more = 0; more < 20; more += 1) await kiosk.must('ticket.take', TAKE)
  const { ticketId } = eventOf(await clerk.must('ticket.callNext', { counterId: 'C01' }), 'ticket.called')
  await clerk.must('ticket.arrive', { counterId: 'C01', ticketId })
  const begun = performance.now()
  await until('the service was long enough', () => performance.now() - begun > 21_000 / SPEED)
  const opener = first.json.ok ? first.json.ticket?.code : undefined
  await kiosk.must('evaluation.submit', rating(ticketId, 'kiosk', { level: 1, text: '等得太久', opener }))
  await clerk.must('ticket.finish', { counterId: 'C01', ticketId })
  const staff = await new Listener(hub.url, { credential: (await logIn(hub.url, 'operator')).credential! }).opened()
  const { snapshot } = await staff.enter(`hall:${HALL_ID}`, 'parking')
  staff.close()
  life.exemptionId = Object.keys(snapshot!.exemptions)[0]!
}

beforeAll(async () => {
  hub = await startHub({ environment })
  await play()
  const { frame, epoch } = await publicRoom(hub)
  Object.assign(life, { frame, epoch, sums: await sumsOf(hub) })
})
afterAll(async () => {
  await restored?.dispose()
  await hub?.dispose()
  rmSync(folder, { recursive: true, force: true })
})

test('[JR20] a running hub is backed up beside its work, and what was written is checked', async () => {
  const made = await archive(['backup', '--to', backupFolder, '--data', hub.dataDir])
  expect([made.error, made.code]).toEqual(['', 0])
  expect(made.out).toContain(`hall:${HALL_ID}\t`)
  expect(readFileSync(join(backupFolder, 'manifest.json'), 'utf8')).not.toContain('鲁F')
  const again = await archive(['backup', '--to', backupFolder, '--data', hub.dataDir])
  expect([again.code, again.error]).toEqual([1, expect.stringContaining('is not empty')])
})

test('[JR21] a restored hall shows the same figures, repeats what it was told before, and gives no number twice', async () => {
  const lost = await new Client(hub.url, used.credential).must('ticket.take', TAKE)
  life.lastNumber = String(eventOf(lost, 'ticket.taken')['number'])
  await hub.stop()
  const dataDir = folderWithSecretsOf(hub.dataDir)
  const told = await archive(['restore', '--from', backupFolder, '--data', dataDir], environment)
  expect([told.error, told.code]).toEqual(['', 0])
  restored = await startHub({ environment, dataDir })

  const { frame, epoch } = await publicRoom(restored)
  expect(frame).toEqual(life.frame)
  expect(life.frame).toMatchObject({ takenTally: 21, evaluationTally: 1, exemptionTally: 1 })
  expect(await sumsOf(restored)).toEqual(life.sums)
  expect(life.sums).toMatchObject({ status: 200, json: { days: 1, channelByLevel: { kiosk: { 1: 1 } } } })
  expect(epoch).not.toBe(life.epoch)
  const kiosk = new Client(restored.url, used.credential)
  const again = await kiosk.command('ticket.take', { ...TAKE, plate: '鲁F12345' }, { commandId: used.commandId })
  expect(again).toEqual({ status: 200, json: { ...used.answer, replayed: true } })
  const fresh = String(eventOf(await kiosk.must('ticket.take', TAKE), 'ticket.taken')['number'])
  expect(Number(fresh.slice(1))).toBeGreaterThan(Number(life.lastNumber.slice(1)))
  expect(fresh).toBe('A1022')
})

test('[LT20] after a restore nothing is signed for the gate until its ledger was read and an operator has signed off', async () => {
  const [operator, bridge] = [await logIn(restored.url, 'operator'), bridgeOf(restored)]
  const staff = await new Listener(restored.url, { credential: operator.credential! }).opened()
  const waiting = async () => (await staff.enter(`lot:${LOT_ID}`, 'parking')).snapshot?.lot?.awaitsSignOff
  const bridgeEpoch = Number(
    eventOf(await bridge.must('lot.lease', { bridgeId: 'b2' }, LOT), 'lot.leased')['bridgeEpoch'],
  )
  expect(bridgeEpoch).toBe(1_002)
  const link = await new Listener(restored.url, { credential: bridge.credential! }).opened()
  const order = { lotId: LOT_ID, exemptionId: life.exemptionId, submitDeadline: DUE_AT, bridgeEpoch }
  const sign = (): Promise<{ code?: string; mac?: string }> => link.sign({ op: 'grant', ...order })
  expect((await sign()).code).toBe('lot.awaits-sign-off')
  expect(await waiting()).toMatchObject({ ledgerRead: false })
  expect(codeOf((await operator.command('lot.signOff', {}, { to: LOT })).json)).toBe('lot.ledger-unread')

  await bridge.must('lot.report', { bridgeEpoch, gateEpoch: 'g1', records: [] }, LOT)
  expect(await waiting()).toMatchObject({ ledgerRead: true })
  const clerk = await logIn(restored.url, 'clerk01')
  expect(codeOf((await clerk.command('lot.signOff', {}, { to: LOT })).json)).toBe('access.denied')
  await operator.must('lot.signOff', {}, LOT)
  expect(await waiting()).toBeUndefined()
  expect((await sign()).mac).toMatch(/^[0-9a-f]{64}$/)
  expect(codeOf((await operator.command('lot.signOff', {}, { to: LOT })).json)).toBe('lot.nothing-to-sign-off')
  staff.close()
  link.close()
})

test('[JR22] an audit of the restored journal holds, with the heads of the backup as anchors', async () => {
  const { journal } = JSON.parse(readFileSync(join(backupFolder, 'manifest.json'), 'utf8')) as {
    journal: { stream: string; head: { seq: number; hash: string } }[]
  }
  const anchors = journal.flatMap(({ stream, head }) => ['--anchor', `${stream}@${head.seq}:${head.hash}`])
  const audited = await archive(['audit', '--data', restored.dataDir, ...anchors])
  expect([audited.error, audited.code]).toEqual(['', 0])
  const hall = `hall:${HALL_ID}`
  const other = await archive(['audit', '--data', restored.dataDir, '--anchor', `${hall}@3:${'0'.repeat(64)}`])
  expect([other.code, other.error]).toEqual([1, expect.stringContaining(`${hall} 在第 3 条断裂`)])
  expect((await archive(['audit', '--from', backupFolder])).code).toBe(0)
})
