import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Redis } from 'ioredis'
import { HALL_ID, LOT_ID } from '../../../server/living-hall/seed.ts'
import { Client, eventOf, logIn, pair, type Reply, rating } from '../client.ts'
import { type HubProcess, PASSWORD, startHub } from '../hub-process.ts'
import { type RedisProcess, startRedis } from '../redis-process.ts'
import { Listener } from '../room.ts'
import { bridgeCredential } from './bridge-credential.ts'

const PLATE = '鲁F8A7C6'
/** Of an identity card. */
const ID_NUMBER = '11010519491231002X'
const PHONE = '13987654321'
const TEXT = '独一无二的一句投诉'
const WORDS = `${TEXT}，请打 ${PHONE}`
const TYPED = 'a-password-typed-wrong'
const MISHAPS = pathToFileURL(join(import.meta.dirname, '../mishaps.mjs')).href
const COMMANDS = `/api/halls/${HALL_ID}/commands`

/** What somebody may come by who reads along, by where it lies. */
type Left = Record<'log' | 'stdout' | 'metrics' | 'redis' | 'refusals', string>

export interface Searched {
  /** Their names. */
  planted: string[]
  /** Which of them lay where. */
  found: string[]
  /** What was to be refused and was not. */
  letThrough: string[]
  refusals: number
  /** While the hub lived, and after its store had died under it. */
  before: Left
  after: Left
}

/** A hub that says whatever it has to say, and everything that is nobody's business passing through it. */
export class CanaryHub {
  readonly #hub: HubProcess
  readonly #redis: Redis
  readonly #redisProcess: RedisProcess
  readonly #said: string[] = []
  readonly #refusals: string[] = []

  private constructor(hub: HubProcess, redisProcess: RedisProcess) {
    this.#hub = hub
    this.#redisProcess = redisProcess
    this.#redis = new Redis(redisProcess.url)
    hub.part.process.stdout?.on('data', chunk => this.#said.push(String(chunk)))
  }

  static async open(): Promise<CanaryHub> {
    const redis = await startRedis()
    const more = { LOG_LEVEL: 'debug', REDIS_URL: redis.url, NODE_OPTIONS: `--import ${MISHAPS}` }
    return new CanaryHub(await startHub({ environment: more }), redis)
  }

  async search(): Promise<Searched> {
    const hub = this.#hub
    const seen = await visit(hub)
    const { kiosk, clerk, bridge, token, code } = seen
    const letThrough: string[] = []
    for (const [client, path, text] of wrongs(hub, seen)) {
      const { status } = this.#keep(await client.send('POST', path, text))
      if (status < 400) letThrough.push(`${path}: ${status}`)
    }
    this.#keep(await kiosk.send('GET', `/api/halls/${HALL_ID}/tickets/by-code/${code}X`))
    await kiosk.send('GET', `/api/halls/${HALL_ID}/tickets/by-code/${code}`)
    this.#keep(await new Client(hub.url).send('GET', `/api/${TYPED}?text=${encodeURIComponent(WORDS)}`))
    this.#refusals.push(...(await overTheSocket(hub, seen)))
    const before = await this.#everythingLeft()
    for (const reply of await dieUnder(hub, seen)) this.#keep(reply)
    const after = await this.#everythingLeft()
    const [session, device] = [clerk, kiosk].map(({ credential }) => credential!.split('.').at(-1)!)
    const canaries = {
      ID_NUMBER: ID_NUMBER.slice(0, 17),
      PLATE,
      PHONE,
      TEXT,
      TYPED,
      PASSWORD,
      session,
      device,
      token,
      code,
      bridge: bridge.slice(3),
    }
    const found = [before, after].flatMap(left =>
      Object.entries(left).flatMap(([where, text]) =>
        Object.entries(canaries)
          .filter(([, canary]) => text.includes(canary!) || text.includes(encodeURIComponent(canary!)))
          .map(([name]) => `${name} in ${where}`),
      ),
    )
    return { planted: Object.keys(canaries), found, letThrough, refusals: this.#refusals.length, before, after }
  }

  async close(): Promise<void> {
    await this.#hub.dispose()
    this.#redis.disconnect()
    await this.#redisProcess.dispose()
  }

  #keep(reply: Reply): Reply {
    if (reply.status >= 400) this.#refusals.push(reply.text)
    return reply
  }

  /** Everything the hub says or leaves, but the answers meant for the caller. */
  async #everythingLeft(): Promise<Left> {
    const metrics = await new Client(this.#hub.url).send('GET', '/metrics').catch(() => ({ text: '' }))
    const keys = await this.#redis.keys('*')
    const values = await Promise.all(keys.map(async key => `${key} ${await this.#redis.dump(key)}`))
    return {
      log: readFileSync(join(this.#hub.dataDir, 'logs', 'hub.log'), 'utf8'),
      ...{ stdout: this.#said.join(''), metrics: metrics.text },
      ...{ redis: values.join('\n'), refusals: this.#refusals.join('\n') },
    }
  }
}

/** Somebody is served and rates; everything that opens something or belongs to him is then known to the test. */
async function visit({ url, dataDir }: HubProcess) {
  const kiosk = await pair(url, 'kiosk')
  const clerk = await logIn(url, 'clerk01')
  await (await logIn(url, 'admin')).must('hall.setRealName', { realName: 'optional' })
  const bridge = bridgeCredential(join(dataDir, 'secrets'))
  const taken = await kiosk.must('ticket.take', { serviceCode: 'enterprise', plate: PLATE, person: ID_NUMBER })
  const { ticketId } = eventOf(taken, 'ticket.taken')
  const { token, code } = taken.ticket!
  const citizen = new Client(url, token)
  await clerk.must('counter.open', { counterId: 'C01' })
  await clerk.must('ticket.callNext', { counterId: 'C01' })
  await citizen.must('evaluation.submit', rating(ticketId, 'phone', { level: 1, text: WORDS, tagCodes: ['115'] }))
  return { kiosk, clerk, citizen, bridge, ticketId, token, code }
}
type Visit = Awaited<ReturnType<typeof visit>>

const body = (fields: object) => JSON.stringify({ commandId: crypto.randomUUID(), ...fields })

/** What is refused, and what is nothing at all; each with something in it that is nobody's business. */
function wrongs(
  { url }: HubProcess,
  { kiosk, clerk, citizen, bridge, ticketId, code }: Visit,
): [Client, string, string][] {
  const nobody = new Client(url)
  const lot = `/api/lots/${LOT_ID}/commands`
  return [
    [citizen, COMMANDS, body({ type: 'evaluation.submit', ...rating(ticketId, 'phone', { text: WORDS }) })],
    [citizen, COMMANDS, body({ type: 'plate.bind', ticketId, plate: `${PLATE}X`, text: WORDS })],
    [citizen, COMMANDS, body({ type: 'plate.bind', ticketId, plate: 'no plate' })],
    [clerk, COMMANDS, body({ type: 'plate.bind', ticketId, plate: PLATE, [PHONE]: WORDS })],
    [kiosk, COMMANDS, body({ type: 'ticket.take', serviceCode: 'tax', person: `${ID_NUMBER.slice(0, 17)}1` })],
    [kiosk, COMMANDS, body({ type: 'ticket.take', serviceCode: 'enterprise', person: ID_NUMBER })],
    [kiosk, COMMANDS, `{"plate":"${PLATE}","text":"${TEXT}"`],
    [kiosk, COMMANDS, JSON.stringify({ text: WORDS.repeat(2_000) })],
    [nobody, COMMANDS, body({ type: 'plate.bind', ticketId, plate: PLATE })],
    [nobody, '/api/login', JSON.stringify({ staffId: 'clerk02', password: TYPED })],
    [nobody, '/api/login', JSON.stringify({ staffId: TYPED, password: TYPED })],
    [nobody, '/api/login', JSON.stringify({ staffId: 'clerk02', password: { $ne: TYPED } })],
    [nobody, '/api/pair', JSON.stringify({ code: `${code}${code}` })],
    [clerk, '/api/password', JSON.stringify({ password: TYPED, newPassword: TYPED })],
    [new Client(url, `${bridge}x`), lot, body({ type: 'lot.link', text: WORDS })],
    [new Client(url, bridge), lot, body({ type: 'lot.report', stays: [{ plate: PLATE }] })],
  ]
}

async function overTheSocket({ url }: HubProcess, { token, ticketId }: Visit): Promise<string[]> {
  const refusals: string[] = []
  const listener = await new Listener(url, { credential: token }).opened()
  for (const fields of [
    { ticketId, plate: PLATE, more: WORDS },
    { ticketId, plate: TEXT },
  ])
    refusals.push(JSON.stringify(await listener.command(`hall:${HALL_ID}`, 'plate.bind', fields)))
  refusals.push(JSON.stringify(await listener.resume({ stream: TEXT, audience: PHONE })))
  listener.close()
  return refusals
}

/** The store dies under it: now the errors come, with whatever was under way. */
async function dieUnder({ url, part }: HubProcess, { kiosk, citizen, ticketId }: Visit): Promise<Reply[]> {
  part.process.kill('SIGUSR2')
  const logInLate = JSON.stringify({ staffId: 'clerk03', password: PASSWORD })
  const late = await Promise.allSettled([
    citizen.send('POST', COMMANDS, body({ type: 'plate.bind', ticketId, plate: PLATE })),
    kiosk.send('POST', COMMANDS, body({ type: 'ticket.take', serviceCode: 'tax', plate: PLATE, person: ID_NUMBER })),
    new Client(url).send('POST', '/api/login', logInLate),
  ])
  await part.ended
  return late.flatMap(one => (one.status === 'fulfilled' ? one.value : []))
}
