import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LOT_ID } from '../../../server/living-hall/seed.ts'
import { bridgeCredential } from '../../support/access/bridge-credential.ts'
import { Client, eventOf, logIn, pair } from '../../support/client.ts'
import { HALL_STREAM, journalOf } from '../../support/crowds/stored-journal.ts'
import { type HubProcess, startHub } from '../../support/hub-process.ts'
import type { Claims } from '../harness/campaign.ts'
import type { Known } from './bodies.ts'

/** By who shows it. */
export type Credentials = Record<Person, string>
export type Person = 'clerk' | 'manager' | 'operator' | 'admin' | 'kiosk' | 'tablet' | 'bridge' | 'citizen' | 'other'

/** A hub with everybody who may come to its door, and tickets in several states. */
export interface FuzzedHub {
  hub: HubProcess
  known: Known
  /** The tickets that are known. */
  tickets: string[]
  credentials: Credentials
}

export const REGION = '370600'

/** Who works here, by the name of the account. */
const STAFF = { clerk: 'clerk01', manager: 'manager', operator: 'operator', admin: 'admin' } as const

/**
 * A log-out is among what is sent, and goes through: who was sent home comes again, or all that follows ends at the door.
 * And tickets come to their end: one who is new takes the place of the one who has been known longest.
 */
export async function comeAgain({ hub: { url }, credentials, tickets }: FuzzedHub): Promise<void> {
  for (const [person, staffId] of Object.entries(STAFF) as [keyof typeof STAFF, string][]) {
    const asked = new Client(url, credentials[person])
    const { status } = await asked.get('/api/me')
    asked.close()
    if (status === 401) credentials[person] = (await logIn(url, staffId)).credential!
  }
  const kiosk = new Client(url, credentials.kiosk)
  const taken = await kiosk.must('ticket.take', { serviceCode: 'enterprise' })
  kiosk.close()
  tickets.shift()
  tickets.push(eventOf(taken, 'ticket.taken').ticketId)
  credentials.citizen = taken.ticket!.token
}

export async function openFuzzedHub(): Promise<FuzzedHub> {
  const hub = await startHub({ environment: { SOCKETS_PER_ADDRESS: '100000' } })
  const { url, dataDir } = hub
  const clerk = await logIn(url, STAFF.clerk)
  const [manager, operator, admin] = [
    await logIn(url, STAFF.manager),
    await logIn(url, STAFF.operator),
    await logIn(url, STAFF.admin),
  ]
  const kiosk = await pair(url, 'kiosk')
  const tablet = await pair(url, 'tablet', 'C01')
  await clerk.must('counter.open', { counterId: 'C01' })
  const tickets: string[] = []
  const tokens: string[] = []
  for (let n = 0; n < 6; n += 1) {
    const taken = await kiosk.must('ticket.take', { serviceCode: 'enterprise' })
    tickets.push(eventOf(taken, 'ticket.taken').ticketId)
    tokens.push(taken.ticket!.token)
  }
  await clerk.must('ticket.callNext', { counterId: 'C01' })
  return {
    ...{ hub, tickets },
    known: {
      ticketId: tickets,
      counterId: ['C01', 'C02', 'C40'],
      serviceCode: ['enterprise', 'tax', 'property'],
      staffId: ['clerk05', 'clerk06'],
      plate: ['鲁F12345', '鲁FD12345', '鲁F·1234学', 'ABC'],
      plateText: ['鲁F12345'],
      tagCodes: ['510', '110', '210', '213'],
      hallIds: ['yt-centre'],
      lotIds: [LOT_ID],
    },
    credentials: {
      ...{ clerk: clerk.credential!, manager: manager.credential!, operator: operator.credential! },
      ...{ admin: admin.credential!, kiosk: kiosk.credential!, tablet: tablet.credential! },
      bridge: bridgeCredential(join(dataDir, 'secrets')),
      ...{ citizen: tokens[0]!, other: tokens[1]! },
    },
  }
}

/** After the storm: it never died, its log is empty, it serves, and it starts again on what it wrote. */
export async function auditFuzzed({ hub }: FuzzedHub, claims: Claims): Promise<number> {
  const { exitCode, signalCode } = hub.part.process
  claims.none('ends of the hub', exitCode === null && signalCode === null ? [] : [`${exitCode ?? signalCode}`])
  const health = await new Client(hub.url).get<{ ok: boolean }>('/readyz')
  claims.none('answers of /readyz other than 200', health.status === 200 ? [] : [health.status])
  // No part of the house fails here but by what was sent: a write that was tried again is a bug as a crash is one.
  const log = readFileSync(join(hub.dataDir, 'logs', 'hub.log'), 'utf8').split('\n')
  claims.none(
    'lines in the hub’s log, at the level of warnings and above',
    log.filter(line => line !== ''),
  )
  await hub.kill()
  const streams = [HALL_STREAM, `lot:${LOT_ID}`, `city:${REGION}`] as const
  let commits = 0
  for (const stream of streams) {
    const broken = await journalOf(hub.dataDir, stream).then(
      read => {
        commits += read.length
        return []
      },
      (error: Error) => [error.message],
    )
    claims.none(`breaks in the hash chain of ${stream}`, broken)
  }
  const started = await hub.start().then(
    () => [],
    (error: Error) => [error.message],
  )
  claims.none('refusals to start again on what was written', started)
  return commits
}
