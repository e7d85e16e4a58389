import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExemptionPolicy, PolicyTrial } from '@pingting/contract'
import { afterAll, expect, test } from 'vitest'
import { HALL_ID, LOT_ID } from '../../../server/living-hall/seed.ts'
import { openJournal, START } from '../../../server/src/hub/journal/journal.ts'
import { openKeys } from '../../../server/src/hub/journal/keys.ts'
import { headBefore } from '../../../server/src/hub/journal/seek.ts'
import { openStore } from '../../../server/src/hub/process/store.ts'
import { readGolden } from '../../replay/fold.ts'
import { bridgeCredential } from '../../support/access/bridge-credential.ts'
import { Client, eventOf, logIn, pair, rating } from '../../support/client.ts'
import { type HubProcess, startHub } from '../../support/hub-process.ts'

const DAY = '2026-11-20'
const MONDAY = '2026-11-23'
const PLATE = '鲁F12345'
const TRIALS = `/api/halls/${HALL_ID}/policy-trials`
const TARIFF = { freeUntilMinutes: 30, hourFen: 200, capFen: 1000, freeMinutesSide: 'front', leaveWithinMinutes: 15 }
const POLICY: ExemptionPolicy = {
  ...{ version: 'p2', freeMinutes: 60, stackRule: 'max', perPlatePerDay: 1, minServiceSeconds: 0, minFormSeconds: 0 },
}

const hubs: HubProcess[] = []
afterAll(async () => {
  for (const hub of hubs) await hub.dispose()
})
async function hubAt(instant: string, dataDir?: string, speed = 1): Promise<HubProcess> {
  const environment = { BUSINESS_CLOCK: `${instant}@${Date.now()}x${speed}` }
  const hub = await startHub(dataDir === undefined ? { environment } : { environment, dataDir })
  hubs.push(hub)
  return hub
}

/** Two cars and their drivers, of whom one rates: the first leaves after 100 minutes, the gate having let it go free. */
async function livedDay(): Promise<string> {
  // An hour a second, so that a service lasts as long as it must.
  const hub = await hubAt(`${DAY}T01:00:00.000Z`, undefined, 60)
  const [kiosk, clerk] = [await pair(hub.url, 'kiosk'), await logIn(hub.url, 'clerk01')]
  const bridge = new Client(hub.url, bridgeCredential(join(hub.dataDir, 'secrets')))
  const lease = await bridge.must('lot.lease', { bridgeId: 'b' }, `lots/${LOT_ID}`)
  const bridgeEpoch = Number(eventOf(lease, 'lot.leased')['bridgeEpoch'])
  const report = (records: object[]) =>
    bridge.must('lot.report', { bridgeEpoch, gateEpoch: 'g1', records }, `lots/${LOT_ID}`)
  const car = (gateSeq: number, stayId: string, plate: string) => ({
    ...{ kind: 'entered', gateSeq, stayId, plate, laneId: 'l', carClass: 'casual' },
    enteredAt: `${DAY}T00:50:00.000Z`,
  })
  await report([car(1, 's1', PLATE), car(2, 's2', '鲁F54321')])
  await clerk.must('counter.open', { counterId: 'C01' })
  const served: { ticketId: string; token: string }[] = []
  for (const plate of [PLATE, '鲁F54321']) {
    const taken = await kiosk.must('ticket.take', { serviceCode: 'enterprise', plate })
    const { ticketId } = eventOf(taken, 'ticket.taken')
    await clerk.must('ticket.callNext', { counterId: 'C01' })
    await clerk.must('ticket.arrive', { counterId: 'C01', ticketId })
    await new Promise(resolve => setTimeout(resolve, 600))
    await clerk.must('ticket.finish', { counterId: 'C01', ticketId })
    served.push({ ticketId, token: taken.ticket!.token })
  }
  const [rater] = served
  const answer = await new Client(hub.url, rater!.token).must('evaluation.submit', rating(rater!.ticketId, 'phone'))
  const { exemptionId } = eventOf(answer, 'exemption.granted') as unknown as { exemptionId: string }
  const money = { feeBeforeFen: 400, feeWaivedFen: 400, feeAfterFen: 0 }
  const exitedAt = `${DAY}T02:30:00.000Z`
  await report([
    { kind: 'honoured', gateSeq: 3, stayId: 's1', exemptionId, minutesApplied: 100, ...money, exitedAt },
    { kind: 'exited', gateSeq: 4, stayId: 's1', plate: PLATE, laneId: 'l', exitedAt, minutes: 100, ...money },
    { kind: 'exited', gateSeq: 5, stayId: 's2', plate: '鲁F54321', laneId: 'l', exitedAt, minutes: 100, ...money },
  ])
  await hub.stop()
  return hub.dataDir
}

test('[PO11] a policy is tried on past days of a hall, from the journals of hall and lot', async () => {
  const { url } = await hubAt(`${MONDAY}T01:00:00.000Z`, await livedDay())
  const [manager, operator] = [await logIn(url, 'manager'), await logIn(url, 'operator')]
  const ask = (over: object, by = manager) =>
    by.post<PolicyTrial>(TRIALS, { policy: POLICY, from: DAY, to: DAY, ...over })

  // when it is tried with a tariff, without one, and without asking for a rating
  expect((await ask({ tariff: TARIFF })).json).toEqual({
    ...{ from: DAY, to: DAY, visits: 2 },
    tried: {
      ...{ granted: 1, grantedMinutes: 60, used: 1, coveredMinutes: 60, waivedFen: 200, byReason: { NOT_RATED: 1 } },
    },
    inForce: {
      ...{ granted: 1, grantedMinutes: 120, used: 1, coveredMinutes: 100, waivedFen: 400, byReason: { NOT_RATED: 1 } },
    },
    inTruth: {
      ...{ granted: 1, grantedMinutes: 120, used: 1, coveredMinutes: 100, waivedFen: 400, byReason: { NOT_RATED: 1 } },
    },
  })
  expect('waivedFen' in (await ask({})).json.tried).toBe(false)
  const unrated = { policy: { ...POLICY, grantWithoutRating: true }, from: '2026-10-23', to: '2026-11-22' }
  expect((await ask(unrated)).json).toMatchObject({ visits: 2, tried: { granted: 2, used: 2, byReason: {} } })

  // then whoever asks for what cannot be is told why, with its status
  const told = async (over: object, by = manager) => {
    const { status, json } = await ask(over, by)
    return [status, (json as unknown as { code?: string }).code]
  }
  expect(await told({}, operator)).toEqual([403, 'access.denied'])
  expect(await told({ from: MONDAY, to: MONDAY })).toEqual([422, 'policy.days-wrong'])
  expect(await told({ from: '2026-11-21', to: DAY })).toEqual([422, 'policy.days-wrong'])
  expect(await told({ from: '2026-10-20' })).toEqual([422, 'policy.days-wrong'])
  for (const wrong of [{ from: 'Friday' }, { policy: { ...POLICY, freeMinutes: 0 } }, { tariff: { hourFen: 0.5 } }])
    expect(await told(wrong)).toEqual([400, 'command.malformed'])

  // and of many trials of a hall at once one is heard and others are told to wait; afterwards another is heard
  const many = new Client(url, manager.credential, 12)
  const all = await Promise.all(Array.from({ length: 12 }, () => told({ from: '2026-10-23' }, many)))
  many.close()
  const busy = all.filter(([status]) => status !== 200)
  expect([busy.length > 0, busy.length < 12]).toEqual([true, true])
  expect(new Set(busy.map(([, code]) => code))).toEqual(new Set(['policy.trial-running']))
  expect(await told({})).toEqual([200, undefined])
})

test('[PO11] days whose plates were erased cannot be tried', async () => {
  const dataDir = await livedDay()
  const erasing = await hubAt('2027-01-04T01:00:00.000Z', dataDir)
  const manager = await logIn(erasing.url, 'manager')
  const ask = async () =>
    (await manager.post<{ code?: string }>(TRIALS, { policy: POLICY, from: DAY, to: DAY })).json.code
  await expect.poll(ask, { timeout: 20_000 }).toBe('policy.days-erased')
})

test('[PO11] the place in a journal before an instant is found as by reading all of it', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'pingting-seek-'))
  const store = await openStore(undefined, dataDir)
  const journal = openJournal(store.connection, openKeys(store.connection, Buffer.alloc(32)))
  await journal.prepare()
  expect(await headBefore(store.connection, 'hall:h1', '2026-11-23T00:00:00.000Z')).toEqual(START)
  const commits = readGolden('0.1.0').filter(({ stream }) => stream === 'hall:h1')
  const stored = await journal.append(
    'hall:h1',
    commits.map(commit => ({ ...commit, bodyHash: '' })),
    START,
  )
  const instants = ['2000-01-01T00:00:00.000Z', ...new Set(commits.map(({ at }) => at)), '2099-01-01T00:00:00.000Z']
  for (const at of instants) {
    const last = stored.filter(commit => commit.at < at).at(-1)
    const expected = last === undefined ? START : { seq: last.seq, hash: last.hash, at: last.at }
    expect(await headBefore(store.connection, 'hall:h1', at)).toEqual(expected)
  }
  await store.close()
  rmSync(dataDir, { recursive: true, force: true })
})
