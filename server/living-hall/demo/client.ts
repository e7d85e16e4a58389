import { Agent, request } from 'node:http'
import type { Answer } from '@pingting/contract'

/** Long enough to come through a restart of whatever was killed. */
const GIVE_UP_AFTER_MS = 60_000
const RETRY_AFTER_MS = 100
const ANSWER_TIMEOUT_MS = 5_000

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

interface Reply {
  status: number
  json: unknown
}

function send(url: string, body: unknown, credential: string | undefined): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      ...(credential === undefined ? {} : { authorization: `Bearer ${credential}` }),
    }
    const sent = request(
      url,
      { method: body === undefined ? 'GET' : 'POST', agent, headers, timeout: ANSWER_TIMEOUT_MS },
      response => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () => {
          try {
            resolve({ status: response.statusCode ?? 0, json: JSON.parse(Buffer.concat(parts).toString('utf8')) })
          } catch (error) {
            reject(error as Error)
          }
        })
        response.on('error', reject)
      },
    )
    sent.on('timeout', () => sent.destroy(new Error('no answer in time')))
    sent.on('error', reject)
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

/**
 * Sends until somebody answers. What is sent carries its own id, or may be repeated: nobody who asks twice gets twice.
 * @throws when nobody has answered for a minute.
 */
export async function ask(url: string, body?: unknown, credential?: string): Promise<Reply & { tries: number }> {
  const startedMs = performance.now()
  for (let tries = 1; ; tries += 1) {
    try {
      const reply = await send(url, body, credential)
      if (reply.status !== 503) return { ...reply, tries }
    } catch (error) {
      if (performance.now() - startedMs > GIVE_UP_AFTER_MS) throw error
    }
    await new Promise(resolve => setTimeout(resolve, RETRY_AFTER_MS))
  }
}

/** One hall's commands for one credential. Counts what was acknowledged, for the books at the end. */
export class Desk {
  readonly #url: string
  readonly #credential: string
  static acknowledged = new Map<string, number>()

  constructor(hubUrl: string, hallId: string, credential: string) {
    this.#url = `${hubUrl}/api/halls/${hallId}/commands`
    this.#credential = credential
  }

  async command(type: string, fields: object): Promise<Answer> {
    const { json } = await ask(this.#url, { commandId: crypto.randomUUID(), type, ...fields }, this.#credential)
    const answer = json as Answer
    if (answer.ok && answer.events.length > 0) Desk.acknowledged.set(type, (Desk.acknowledged.get(type) ?? 0) + 1)
    return answer
  }
}
