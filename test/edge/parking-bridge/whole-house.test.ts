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
import { clerkIdOf, counterIdOf, HALL_ID, type SeedStep } from '../../../server/living-hall/seed.ts'
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
