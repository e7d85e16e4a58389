import { Agent, request } from 'node:http'
import type { Accepted, Answer, Refused } from '@pingting/contract'
import { pairDevice } from '../../server/living-hall/device.ts'
import { HALL_ID } from '../../server/living-hall/seed.ts'
import { PASSWORD } from './hub-process.ts'

export interface Reply {
  status: number
  headers: NodeJS.Dict<string | string[]>
  text: string
  bytes: Buffer
}

const ANSWER_TIMEOUT_MS = 20_000

/** A caller with a credential and, unless told otherwise, one connection of its own, so that callers truly race. */
export class Client {
  readonly credential: string | undefined
  readonly #url: string
  readonly #agent: Agent

  constructor(url: string, credential?: string, socketsMax = 1) {
    this.#url = url
    this.credential = credential
    this.#agent = new Agent({ keepAlive: true, maxSockets: socketsMax })
  }

  /** Sends the body as it is. @throws when the connection breaks before the answer is there. */
  send(method: string, path: string, body?: string | Buffer, headers: Record<string, string> = {}): Promise<Reply> {
    const all = {
      ...(body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
      ...(this.credential === undefined ? {} : { authorization: `Bearer ${this.credential}` }),
      ...headers,
    }
    return new Promise((resolve, reject) => {
      const sent = request(this.#url + path, { method, agent: this.#agent, headers: all }, response => {
        const chunks: Buffer[] = []
        response.on('data', chunk => chunks.push(chunk))
        response.on('end', () => {
          const bytes = Buffer.concat(chunks)
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text: bytes.toString(), bytes })
        })
        response.on('error', reject)
      })
      sent.setTimeout(ANSWER_TIMEOUT_MS, () => sent.destroy(new Error(`no answer from ${path}`)))
      sent.on('error', reject)
      sent.end(body)
    })
  }

  async get<T = unknown>(path: string): Promise<{ status: number; json: T }> {
    const { status, text } = await this.send('GET', path)
    return { status, json: JSON.parse(text) as T }
  }

  async post<T = unknown>(path: string, body: unknown): Promise<{ status: number; json: T }> {
    const { status, text } = await this.send('POST', path, JSON.stringify(body))
    return { status, json: JSON.parse(text) as T }
  }

  /** One command to a stream, `halls/<id>` unless told otherwise. */
  command(
    type: string,
    fields: object,
    { to = `halls/${HALL_ID}`, commandId = crypto.randomUUID() as string } = {},
  ): Promise<{ status: number; json: Answer }> {
    return this.post<Answer>(`/api/${to}/commands`, { commandId, type, ...fields })
  }

  /** For what must succeed. @throws with the refusal when it does not. */
  async must(type: string, fields: object, to?: string): Promise<Accepted> {
    const { status, json } = await this.command(type, fields, to === undefined ? {} : { to })
    if (!json.ok) throw new Error(`${type} was refused: ${status} ${json.code} ${json.about ?? ''}`)
    return json
  }

  close(): void {
    this.#agent.destroy()
  }
}

const BUSY_PAUSE_MS = 500

/** Who comes new is told to wait while the hub has too much to do; a machine that runs a suite has. */
export async function patiently<T extends { status: number }>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    const reply = await ask()
    if (reply.status !== 503) return reply
    await new Promise(resolve => setTimeout(resolve, BUSY_PAUSE_MS))
  }
}

export async function logIn(url: string, staffId: string): Promise<Client> {
  const door = new Client(url)
  const { status, json } = await patiently(() =>
    door.post<{ credential: string }>('/api/login', { staffId, password: PASSWORD }),
  )
  door.close()
  if (status !== 200) throw new Error(`${staffId} could not log in: ${status}`)
  return new Client(url, json.credential)
}

interface Link {
  kind: string
  hallId: string
  counterId?: string
  url: string
}

export interface Paired {
  deviceId: string
  client: Client
  sign(text: string): string
}

/** Pairs a device through the links a browser on this machine is given. */
export async function pair(url: string, kind: string, counterId?: string, hallId?: string): Promise<Client> {
  return (await pairWithKey(url, kind, counterId, hallId)).client
}

/** The same, for what the device signs. */
export async function pairWithKey(url: string, kind: string, counterId?: string, hallId = HALL_ID): Promise<Paired> {
  const door = new Client(url)
  const links = (await patiently(() => door.get<Link[]>('/api/pairing-links'))).json
  const link = links.find(one => one.kind === kind && one.hallId === hallId && one.counterId === counterId)
  const { deviceId, token, sign } = await pairDevice(link?.url.split('#')[1] ?? '', async (path, body) => {
    const { status, json } = await patiently(() => door.post<Record<string, string>>(path, body))
    if (status >= 300) throw new Error(`${kind} ${counterId ?? ''}: ${path} was refused: ${status}`)
    return json
  })
  door.close()
  return { deviceId, client: new Client(url, token), sign }
}

/** The first event of a type in an answer. @throws when there is none. */
export function eventOf(answer: Answer, type: string): Record<string, unknown> & { ticketId: string } {
  const events: readonly object[] = answer.ok ? answer.events : []
  const found = events.find(event => (event as { type: string }).type === type)
  if (found === undefined) throw new Error(`no ${type} in ${JSON.stringify(answer)}`)
  return found as Record<string, unknown> & { ticketId: string }
}

export const codeOf = (answer: Answer): string => (answer.ok ? 'accepted' : (answer as Refused).code)

/** What a visitor sends; level 5 with nothing else to say. */
export const rating = (ticketId: string, channel: string, over: object = {}) => ({
  ...{ ticketId, level: 5, tagVersion: 2, tagCodes: [], channel, formOpenMs: 5_000 },
  ...over,
})
