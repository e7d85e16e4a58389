import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import {
  type Answer,
  businessDayOf,
  businessMs,
  type ExemptionStatus,
  type HallCard,
  instantOf,
  parseBusinessClock,
} from '@pingting/contract'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type LivingHouse, startHouse } from '../../../server/living-hall/house.ts'
import { clerkIdOf, counterIdOf, HALL_ID, LOT_ID, type SeedStep } from '../../../server/living-hall/seed.ts'
import { forgeAtGate, stateAtGate } from '../../support/gates/forged.ts'
import { PASSWORD } from '../../support/hub-process.ts'

const VISITORS = 12
const WAIT = { timeout: 30_000, interval: 20 }
/** A minute a second, from half past eight: a service long enough to count takes a third of a second. */
const SPEED = 60
const clockText = `2026-11-23T00:30:00.000Z@${Date.now()}x${SPEED}`
const clock = parseBusinessClock(clockText)!
const today = () => businessDayOf(instantOf(businessMs(clock, Date.now())))
const dataDir = mkdtempSync(join(tmpdir(), 'house-'))

let house: LivingHouse
let operator: string
let manager: string

beforeAll(async () => {
  house = await startHouse({ dataDir, password: PASSWORD, hub: { PORT: '0' }, businessClock: clockText })
  operator = await login('operator')
  manager = await login('manager')
}, 90_000)
afterAll(async () => {
  await house?.stop()
  rmSync(dataDir, { recursive: true, force: true })
}, 30_000)

async function send<T>(url: string, body?: object, credential?: string): Promise<T> {
  const headers = { 'content-type': 'application/json', ...(credential && { authorization: `Bearer ${credential}` }) }
  const response = await fetch(url, body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers })
  return (await response.json()) as T
}
const login = async (staffId: string) =>
  (await send<{ credential: string }>(`${house.url}/api/login`, { staffId, password: PASSWORD })).credential

async function command(credential: string, type: string, fields: object): Promise<Answer & { ok: true }> {
  const body = { commandId: randomUUID(), type, ...fields }
  const answer = await send<Answer>(`${house.url}/api/halls/${HALL_ID}/commands`, body, credential)
  expect(answer, type).toMatchObject({ ok: true })
  return answer as Answer & { ok: true }
}

const exemptions = () =>
  send<{ _id: string; plate: string; status: ExemptionStatus }[]>(
    `${house.url}/api/halls/${HALL_ID}/exemptions?day=${today()}`,
    undefined,
    operator,
  )

/** Drives in, is served, rates on the phone, names the plate. */
async function visit(n: number, clerk: string, counterId: string): Promise<string> {
  const plate = `鲁F${20_000 + n}`
  await send(`${house.controlUrl}/cars/enter`, { plate })
  const taken = await command(manager, 'ticket.take', { serviceCode: serviceOfFirstCounter() })
  const { ticketId } = taken.events.find(event => event.type === 'ticket.taken')! as { ticketId: string }
  await command(clerk, 'ticket.callNext', { counterId })
  await command(clerk, 'ticket.arrive', { ticketId, counterId })
  await wait((30 / SPEED) * 1_000)
  await command(clerk, 'ticket.finish', { ticketId, counterId })
  const { token } = taken.ticket!
  const rating = { level: 5, tagVersion: 2, channel: 'phone', formOpenMs: 5_000 }
  await command(token, 'evaluation.submit', { ticketId, ...rating })
  await command(token, 'plate.bind', { ticketId, plate })
  return plate
}

function serviceOfFirstCounter(): string {
  const steps = JSON.parse(readFileSync(join(dataDir, 'seed.json'), 'utf8')) as SeedStep[]
  const { hall } = steps.find(({ command }) => command.type === 'hall.open')!.command as unknown as { hall: HallCard }
  return hall.counters[0]!.profile[0]!
}

test('[I-16] hub, bridge and gate: rated, granted, confirmed, driven out for nothing, through the death of bridge and gate', async () => {
  const clerk = await login(clerkIdOf(1))
  const counterId = counterIdOf(1)
  await command(clerk, 'counter.open', { counterId })
  const plates: string[] = []
  for (let n = 0; n < VISITORS; n++) {
    if (n === 4) house.bridge.process.kill('SIGKILL')
    if (n === 6) await house.restart('bridge')
    if (n === 8) house.gate.process.kill('SIGKILL')
    if (n === 8) await house.gate.ended
    if (n === 8) await house.restart('gate')
    plates.push(await visit(n, clerk, counterId))
  }
  await vi.waitFor(async () => {
    const rows = await exemptions()
    expect(rows.map(row => row.status)).toEqual(plates.map(() => 'confirmed'))
  }, WAIT)
  for (const plate of plates) await send(`${house.controlUrl}/cars/exit`, { plate })
  await vi.waitFor(async () => {
    const rows = await exemptions()
    expect(rows.map(row => row.status)).toEqual(plates.map(() => 'honoured'))
  }, WAIT)
  const { grants } = await send<{ grants: { grantKey: string; state: string }[] }>(`${house.controlUrl}/ledger`)
  const ids = (await exemptions()).map(row => row._id)
  expect(grants.map(grant => grant.grantKey).sort()).toEqual(ids.sort())
  expect(grants.every(grant => grant.state === 'Consumed')).toBe(true)
}, 120_000)

test('[EX14] a write-off by two persons is taken back at the real gate first, and one that was used in time is honoured', async () => {
  const clerk = await login(clerkIdOf(1))
  const admin = await login('admin')
  const plates = [await visit(50, clerk, counterIdOf(1)), await visit(51, clerk, counterIdOf(1))]
  const rows = async () => {
    const all = await exemptions()
    return plates.map(plate => all.find(row => row.plate === plate))
  }
  const statuses = async () => (await rows()).map(row => row?.status)
  await vi.waitFor(async () => expect(await statuses()).toEqual(['confirmed', 'confirmed']), WAIT)
  const ids = (await rows()).map(row => row!._id)
  const stateAt = async (id: string) =>
    (await send<{ grants: { grantKey: string; state: string }[] }>(`${house.controlUrl}/ledger`)).grants.find(
      ({ grantKey }) => grantKey === id,
    )?.state
  const writeOff = async (exemptionId: string) => {
    await command(operator, 'exemption.proposeWriteOff', { exemptionId, reason: 'given by mistake' })
    await command(admin, 'exemption.approveWriteOff', { exemptionId })
  }
  await writeOff(ids[0]!)
  // The second car drives out while the bridge is away: when the wish to take it back arrives, it is consumed.
  house.bridge.process.kill('SIGKILL')
  await house.bridge.ended
  await send(`${house.controlUrl}/cars/exit`, { plate: plates[1] })
  await writeOff(ids[1]!)
  await house.restart('bridge')
  await vi.waitFor(async () => expect(await statuses()).toEqual(['writtenOff', 'honoured']), WAIT)
  expect(await Promise.all(ids.map(stateAt))).toEqual(['Revoked', 'Consumed'])
}, 120_000)

const now = () => instantOf(businessMs(clock, Date.now()))
const drawBooks = () => send(`${house.url}/api/lots/${LOT_ID}/days/${today()}/books`, {}, operator)

test('[RB60, GT55] what the gate holds and no hall granted is taken back there by itself, and nothing else is', async () => {
  // given a car with free parking that a hall granted, and one that was given it at the gate's disk
  const exemptionId = randomUUID()
  const granted = await visit(60, await login(clerkIdOf(1)), counterIdOf(1))
  const idOf = async (plate: string) => (await exemptions()).find(row => row.plate === plate)
  await vi.waitFor(async () => expect((await idOf(granted))?.status).toBe('confirmed'), WAIT)
  await forgeAtGate(house, dataDir, now(), [{ exemptionId, plate: '鲁F29999' }])

  // when the books are looked at
  await vi.waitFor(async () => expect(await stateAtGate(house, exemptionId)).toBe('Pending'), WAIT)
  await vi.waitFor(async () => {
    await drawBooks()
    expect(await stateAtGate(house, exemptionId)).toBe('Revoked')
  }, WAIT)

  // then it is no more there, the other is, and the log says so
  expect(await stateAtGate(house, (await idOf(granted))!._id)).toBe('Active')
  const told = loggedAs('severity 1')
  expect(told).toHaveLength(1)
  expect(JSON.parse(told[0]!)).toMatchObject({ exemptionIds: [exemptionId], waits: false })
}, 120_000)

const loggedAs = (text: string): string[] =>
  readFileSync(join(dataDir, 'logs', 'hub.log'), 'utf8')
    .split('\n')
    .filter(line => line.includes(text))

test('[RB60, LT41] more than five on one day are left alone at the real gate until a person has each taken back', async () => {
  // given five more than the one before
  const forged = Array.from({ length: 5 }, (_, n) => ({ exemptionId: randomUUID(), plate: `鲁F2800${n}` }))
  await forgeAtGate(house, dataDir, now(), forged)

  // when the books are looked at, twice · then none is taken back
  await vi.waitFor(async () => {
    await drawBooks()
    expect(loggedAs('severity 1')).toHaveLength(2)
  }, WAIT)
  await drawBooks()
  const states = () => Promise.all(forged.map(({ exemptionId }) => stateAtGate(house, exemptionId)))
  expect(await states()).toEqual(forged.map(() => 'Pending'))

  // and once a person has looked, that one is
  const [{ exemptionId }] = forged as [(typeof forged)[0]]
  const body = { commandId: randomUUID(), type: 'lot.takeBackPhantom', exemptionId }
  expect(await send(`${house.url}/api/lots/${LOT_ID}/commands`, body, operator)).toMatchObject({ ok: true })
  await vi.waitFor(async () => expect(await states()).toEqual(['Revoked', ...Array(4).fill('Pending')]), WAIT)
}, 120_000)

test('[PO12] what the bridge tells of its gate keeps a policy away under which that gate would refuse every order', async () => {
  // given the bridge of the real gate in office · when a policy is adopted for a day to come
  const seeded = JSON.parse(readFileSync(join(dataDir, 'seed.json'), 'utf8')) as SeedStep[]
  const { hall } = seeded.find(({ command }) => command.type === 'hall.open')!.command as unknown as { hall: HallCard }
  const adopt = async (stackRule: HallCard['policy']['stackRule']) => {
    const policy = { ...hall.policy, version: `stack ${stackRule}`, stackRule }
    const body = { commandId: randomUUID(), type: 'policy.adopt', policy, effectiveFrom: '2027-11-23' }
    return send<Answer & { ok: false }>(`${house.url}/api/halls/${HALL_ID}/commands`, body, manager)
  }

  // then it is refused by the name of the car park, and what the gate can do is adopted
  for (const rule of ['sum', 'replace'] as const)
    expect(await adopt(rule)).toMatchObject({
      ok: false,
      code: 'policy.stack-unable',
      about: expect.stringMatching(/./),
    })
  expect(await adopt('reject')).toMatchObject({ ok: true })
})
