import { createHash } from 'node:crypto'
import { type Instant, msOf } from '@pingting/contract'
import { ANSWER_FIELDS, type Reply } from './answers.ts'
import type { CouponSettings } from './settings.ts'
import { type Fields, isSigned, type Md5, readsOneWay, signOf } from './sign.ts'
import type { Asked } from './words.ts'

const ANSWER_MS = 5_000
const ANSWER_BYTES_MAX = 65_536
const COMMON = { charset: 'UTF-8', version: '1.0' }

export const md5: Md5 = text => createHash('md5').update(text).digest('hex')

/** What was heard, with the time of the platform where it tells one. */
export interface Heard {
  reply: Reply
  /** The code of an answer whose signature is not right, for people to look at. */
  unbelieved?: string
  at?: Instant
}

/** Asks the platform: one signed POST a question, whose signed answer is read whatever its status is. */
export class Platform {
  #settings: CouponSettings
  #now: () => Instant
  #closing = new AbortController()

  constructor(settings: CouponSettings, now: () => Instant) {
    this.#settings = settings
    this.#now = now
  }

  async ask(service: Asked, about: Fields): Promise<Heard> {
    const { url, park, appId, secret } = this.#settings
    const timestamp = String(msOf(this.#now()))
    const fields = { ...COMMON, app_id: appId, park_uuid: park, service, timestamp, ...about }
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(ANSWER_MS)])
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'error',
        signal,
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify({ ...fields, sign: signOf(fields, secret, md5) }),
      })
      const date = Date.parse(response.headers.get('date') ?? '')
      const at = Number.isNaN(date) ? {} : { at: new Date(date).toISOString() }
      const told = fieldsIn(await textOf(response))
      return { ...this.#believed(told, fields, response.status), ...at }
    } catch (error) {
      return { reply: { failed: reasonOf(error) } }
    }
  }

  close(): void {
    this.#closing.abort()
  }

  /** An answer to another question proves nothing of ours, however well it is signed. */
  #believed(told: Fields | undefined, asked: Fields, status: number): Omit<Heard, 'at'> {
    const code = told?.['result_code']
    if (told === undefined || code === undefined) return { reply: { failed: `HTTP ${status}` } }
    if (!readsOneWay(told, ANSWER_FIELDS) || !isSigned(told, this.#settings.secret, md5))
      return { reply: { failed: 'not signed' }, unbelieved: code }
    const { service, grant_serial = asked['grant_serial'] } = told
    if (service !== asked['service'] || grant_serial !== asked['grant_serial'])
      return { reply: { failed: 'another answer' } }
    return { reply: { code, fields: told } }
  }
}

/** @throws when it is longer than any answer of theirs. */
async function textOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of response.body ?? []) {
    bytes += part.length
    if (bytes > ANSWER_BYTES_MAX) throw new Error('the answer is too long')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** The values as they are signed: numbers as text, what is null left out. @returns undefined for what is no object. */
function fieldsIn(text: string): Fields | undefined {
  try {
    const told: unknown = JSON.parse(text)
    if (typeof told !== 'object' || told === null || Array.isArray(told)) return undefined
    const values = Object.entries(told).filter(([, value]) => value !== null)
    return Object.fromEntries(values.map(([name, value]) => [name, textIn(value)]))
  } catch {
    return undefined
  }
}

const textIn = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))

/** What the network says stands behind `fetch failed`. */
function reasonOf(error: unknown): string {
  const { message, name, cause } = error as Error & { cause?: { code?: string; message?: string } }
  return cause?.code ?? cause?.message ?? (name === 'TimeoutError' ? name : message)
}
