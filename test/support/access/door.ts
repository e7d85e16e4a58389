import { join } from 'node:path'
import { refusals } from '@pingting/contract'
import { HALL_ID, LOT_ID } from '../../../server/living-hall/seed.ts'
import { Client, eventOf, logIn, pair, type Reply } from '../client.ts'
import { anotherLot, apartHall, type HubProcess, OTHER_HALL_ID, otherHall, startHub } from '../hub-process.ts'
import { Listener } from '../room.ts'
import { bridgeCredential } from './bridge-credential.ts'

export const COMMANDS = `/api/halls/${HALL_ID}/commands`
export const HALL = `hall:${HALL_ID}`

/** Everybody who may come to the door of a hall, with one ticket called and one waiting. */
export interface Door {
  hub: HubProcess
  nobody: Client
  kiosk: Client
  tablet: Client
  clerk: Client
  manager: Client
  operator: Client
  admin: Client
  bridge: Client
  /** Owner of the called ticket. */
  citizen: Client
  called: { ticketId: string; token: string; code: string }
  waiting: { ticketId: string; token: string; code: string }
  /** Of the other hall, with a ticket of the same number as the called one. */
  otherKiosk: Client
  otherCitizen: Client
  close(): Promise<void>
}

async function take(kiosk: Client, to?: string) {
  const answer = await kiosk.must('ticket.take', { serviceCode: 'enterprise' }, to)
  return { ticketId: eventOf(answer, 'ticket.taken').ticketId, ...answer.ticket! }
}

export async function openDoor(environment: Record<string, string> = {}): Promise<Door> {
  const hub = await startHub({ environment, more: [await otherHall(), await apartHall(), anotherLot()] })
  const { url } = hub
  const kiosk = await pair(url, 'kiosk')
  const clerk = await logIn(url, 'clerk01')
  const called = await take(kiosk)
  const waiting = await take(kiosk)
  await clerk.must('counter.open', { counterId: 'C01' })
  await clerk.must('ticket.callNext', { counterId: 'C01' })
  const otherKiosk = await pair(url, 'kiosk', undefined, OTHER_HALL_ID)
  const other = await take(otherKiosk, `halls/${OTHER_HALL_ID}`)
  const door = {
    ...{ hub, kiosk, clerk, called, waiting, otherKiosk },
    nobody: new Client(url),
    tablet: await pair(url, 'tablet', 'C01'),
    manager: await logIn(url, 'manager'),
    operator: await logIn(url, 'operator'),
    admin: await logIn(url, 'admin'),
    bridge: new Client(url, bridgeCredential(join(hub.dataDir, 'secrets'))),
    citizen: new Client(url, called.token),
    otherCitizen: new Client(url, other.token),
  }
  return { ...door, close: () => hub.dispose() }
}

/** All that the hub would show of both halls and the lot, to see that a refusal left no trace. */
export async function everything(door: Door): Promise<unknown> {
  const { url } = door.hub
  const staff = await new Listener(url, { credential: door.manager.credential! }).opened()
  const open = await new Listener(url).opened()
  const seen = [
    await staff.enter(HALL, 'floor'),
    await staff.enter(HALL, 'parking'),
    await staff.enter(`lot:${LOT_ID}`, 'parking'),
    await open.enter(HALL, 'public'),
    await open.enter(`hall:${OTHER_HALL_ID}`, 'public'),
  ]
  staff.close()
  open.close()
  return seen.map(({ seq, snapshot, frame }) => ({ seq, snapshot, frame }))
}

const TRACE = /node_modules|\.ts:\d|\bat [A-Za-z#.<>]+ \(|Error:|\/src\//

/** What is wrong with how a refusal was told; nothing when all is right. */
export function faultsOf({ status, headers, text }: Reply): string[] {
  const faults: string[] = []
  if (status >= 500) faults.push(`status ${status}`)
  if (TRACE.test(text)) faults.push(`a trace: ${text}`)
  if (!String(headers['content-type']).startsWith('application/json')) faults.push('not JSON')
  const { ok, code, zh, en } = JSON.parse(text) as Record<string, unknown>
  const word = refusals[code as keyof typeof refusals]
  if (ok !== false) faults.push('ok is not false')
  if (word === undefined) return [...faults, `unknown code ${code}`]
  if (word.status !== status) faults.push(`${code} with status ${status}`)
  if (zh !== word.zh || !/^\p{Script=Han}.*[。！]$/u.test(word.zh)) faults.push(`zh ${zh}`)
  if (en !== word.en || !/^[A-Z].*\.$/.test(word.en)) faults.push(`en ${en}`)
  return faults
}
