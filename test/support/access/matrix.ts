import { createHash } from 'node:crypto'
import { type Command, type RefusalCode, refusals } from '@pingting/contract'
import { pairDevice } from '../../../server/living-hall/device.ts'
import { HALL_ID, LOT_ID } from '../../../server/living-hall/seed.ts'
import { Client, logIn } from '../client.ts'
import { ANOTHER_LOT_ID, APART_HALL_ID } from '../hub-process.ts'
import { Listener } from '../room.ts'
import { accessTable, CALLERS, type Caller } from './access-table.ts'
import { type Door, faultsOf, openDoor } from './door.ts'
import { type About, wishes } from './wishes.ts'

const HERE = { hall: HALL_ID, lot: LOT_ID, city: '370600' }
/** A hall with no car park, where nobody of the first belongs; a lot that is nobody's of the first; a city that is not there. */
const ELSEWHERE = { hall: APART_HALL_ID, lot: ANOTHER_LOT_ID, city: '370700' }
type Place = typeof HERE
/** An exemption that is not there: who may ask hears that. */
const UNSIGNED = {
  exemptionId: '0b8f7c52-95d3-5a3c-8b93-8a5d6a3d1c11',
  submitDeadline: '2026-11-24T02:00:00.000Z',
  bridgeEpoch: 1,
}

/** Codes that say: you may not. Whatever else is answered was let through to the rules. */
const SHUT: ReadonlySet<string> = new Set(['access.unknown', 'access.denied', 'evaluation.not-citizen'])

interface Told {
  status: number
  code?: string | undefined
  /** What is wrong with how it was told. */
  faults?: string[]
}
export interface Cells {
  asked: number
  refused: number
  /** What is otherwise than docs/access.md has it. */
  unexpected: string[]
}

/** A hub with everybody who may come to its door, each of whom asks for everything, at home and elsewhere. */
export class AccessMatrix {
  readonly door: Door
  readonly callers: Readonly<Record<Caller, Client>>

  private constructor(door: Door, callers: Record<Caller, Client>) {
    this.door = door
    this.callers = callers
  }

  static async open(): Promise<AccessMatrix> {
    const door = await openDoor()
    const device = async (kind: 'board' | 'wall' | 'booth'): Promise<Client> => {
      const code = crypto.randomUUID()
      const codeHash = createHash('sha256').update(code).digest('hex')
      const expiresAt = new Date(Date.now() + 60_000).toISOString()
      await door.manager.must('device.invite', { deviceId: kind, kind, codeHash, expiresAt })
      const { token } = await pairDevice(code, async (path, body) => (await door.nobody.post<never>(path, body)).json)
      return new Client(door.hub.url, token)
    }
    const { nobody, citizen, kiosk, tablet, clerk, manager, operator, admin, bridge } = door
    return new AccessMatrix(door, {
      ...{ nobody, citizen, kiosk, tablet, clerk, manager, operator, admin, bridge },
      ...{ board: await device('board'), wall: await device('wall'), booth: await device('booth') },
    })
  }

  commands(): Promise<Cells> {
    return everyCell('Commands', async (type, caller, place) => {
      const fields = wishes[type as Command['type']](this.#aboutOf(caller))
      const { status, json } = await this.callers[caller].command(type, fields, { to: pathOf(type, place) })
      return { status, ...('code' in json ? { code: json.code } : {}) }
    })
  }

  routes(): Promise<Cells> {
    return everyCell('Routes', async (name, caller, { hall, lot, city }) => {
      const [method = '', path = ''] = name.split(' ')
      const at = path
        .replace(/\/halls\/:\w+/, `/halls/${hall}`)
        .replace(/\/lots\/:\w+/, `/lots/${lot}`)
        .replace(/\/cities\/:\w+/, `/cities/${city}`)
        .replace(':code', 'N0SVCHC0D')
        .replace(':day', '2020-01-01')
        .replace(':month', '2020-01')
      const client = path === '/api/logout' ? await this.#leaver(caller) : this.callers[caller]
      const reply = await client.send(method, at, method === 'GET' ? undefined : '{}')
      if (reply.status < 400) return { status: reply.status }
      // A path of the house's own state, such as /readyz, is told without a sentence.
      const { code } = JSON.parse(reply.text) as { code: string }
      return { status: reply.status, code, faults: faultsOf(reply) }
    })
  }

  messages(): Promise<Cells> {
    return everyCell('Messages', async (_name, caller, { lot }) => {
      const listener = await this.#listener(caller)
      const answer = await listener.sign({ op: 'grant', lotId: lot, ...UNSIGNED })
      listener.close()
      return 'code' in answer ? shutOrNot(answer.code) : { status: 200 }
    })
  }

  rooms(): Promise<Cells> {
    return everyCell('Rooms', async (name, caller, place) => {
      const [kind = 'hall', audience = ''] = name.split(' ') as [keyof Place, string]
      const own: Record<string, string> = {
        ...{ counter: ':C01', ticket: `:${this.door.called.ticketId}` },
        bridge: kind === 'hall' ? `:${LOT_ID}` : '',
      }
      const about = own[audience] ?? ''
      const listener = await this.#listener(caller)
      const answer = await listener.resume({ stream: `${kind}:${place[kind]}`, audience: audience + about })
      listener.close()
      if ('code' in answer) return shutOrNot(answer.code)
      return { status: 200, faults: 'snapshot' in answer ? [] : ['let in without a snapshot'] }
    })
  }

  close(): Promise<void> {
    return this.door.close()
  }

  #listener(caller: Caller): Promise<Listener> {
    const { credential } = this.callers[caller]
    return new Listener(this.door.hub.url, credential === undefined ? {} : { credential }).opened()
  }

  /** A citizen has his own ticket, a kiosk one that it can open; everybody else names one that is not there. */
  #aboutOf(caller: Caller): About {
    const { ticketId, code } = this.door.called
    if (caller === 'citizen') return { ticketId, channel: 'phone' }
    if (caller === 'kiosk') return { ticketId, channel: 'kiosk', opener: code }
    return { ticketId: '20200101-A001', channel: 'tablet' }
  }

  /** Who logs out is gone afterwards, so somebody of his kind does it in another session. */
  #leaver(caller: Caller): Promise<Client> | Client {
    return ['clerk', 'manager', 'operator', 'admin'].includes(caller)
      ? logIn(this.door.hub.url, caller === 'clerk' ? 'clerk02' : caller)
      : this.callers[caller]
  }
}

/** A socket tells no status, so it is the one that the code has. */
const shutOrNot = (code: string): Told => ({ status: refusals[code as RefusalCode].status, code })

const pathOf = (type: string, { hall, lot, city }: Place): string => {
  if (/^(lot|settlement|break|adjustment|dispute)\./.test(type)) return `lots/${lot}`
  return /^(city|account)\./.test(type) ? `cities/${city}` : `halls/${hall}`
}

async function everyCell(
  heading: Parameters<typeof accessTable>[0],
  ask: (name: string, caller: Caller, place: Place) => Promise<Told>,
): Promise<Cells> {
  const cells: Cells = { asked: 0, refused: 0, unexpected: [] }
  for (const [name, { here, elsewhere }] of accessTable(heading))
    for (const [place, may] of [[HERE, here] as const, [ELSEWHERE, elsewhere] as const])
      for (const caller of CALLERS) {
        const what = `${name} ${place === HERE ? 'at home' : 'elsewhere'}`
        note(cells, what, caller, may.includes(caller), await ask(name, caller, place))
      }
  return cells
}

/** Notes one cell, and what is wrong with it. */
export function note(cells: Cells, what: string, caller: Caller, may: boolean, { status, code, faults = [] }: Told) {
  cells.asked += 1
  const shut = SHUT.has(code ?? '')
  if (shut) cells.refused += 1
  const rightlyShut = shut && status === (caller === 'nobody' ? 401 : 403)
  if (may ? shut || status >= 500 : !rightlyShut)
    cells.unexpected.push(`${caller}, ${what}: ${status} ${code ?? 'let in'}, and ${may ? 'may' : 'may not'}`)
  cells.unexpected.push(...faults.map(fault => `${caller}, ${what}: ${fault}`))
}
