import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HALL_ID, LOT_ID } from '../../../../server/living-hall/seed.ts'
import { bridgeCredential } from '../../../support/access/bridge-credential.ts'
import { Client, eventOf, logIn, pair, type Reply, rating } from '../../../support/client.ts'
import { type HubProcess, PASSWORD, startHub } from '../../../support/hub-process.ts'
import { Listener } from '../../../support/room.ts'

const PLATE = '鲁F8A7C6'
const PHONE = '13987654321'
const TEXT = '独一无二的一句投诉'
const WORDS = `${TEXT}，请打 ${PHONE}`
const TYPED = 'a-password-typed-wrong'
const MISHAPS = pathToFileURL(join(import.meta.dirname, '../../../support/mishaps.mjs')).href
const COMMANDS = `/api/halls/${HALL_ID}/commands`

let redisServer: ChildProcess
let redis: Redis
let hub: HubProcess
const said: string[] = []
const refusals: string[] = []

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })

beforeAll(async () => {
  const port = await freePort()
  redisServer = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', ''], {
    stdio: 'ignore',
  })
  redis = new Redis(port, '127.0.0.1', { retryStrategy: () => 50, maxRetriesPerRequest: 100 })
  // It is asked before it is there.
  redis.on('error', () => {})
  await redis.ping()
  const REDIS_URL = `redis://127.0.0.1:${port}`
  hub = await startHub({ environment: { LOG_LEVEL: 'debug', REDIS_URL, NODE_OPTIONS: `--import ${MISHAPS}` } })
  hub.part.process.stdout?.on('data', chunk => said.push(String(chunk)))
})
afterAll(async () => {
  await hub?.dispose()
  redis?.disconnect()
  redisServer?.kill()
})

const keep = (reply: Reply): Reply => {
  if (reply.status >= 400) refusals.push(reply.text)
  return reply
}

/** What somebody may come by who reads along: everything the hub says or leaves, but the answers meant for the caller. */
async function everythingLeft() {
  const metrics = await new Client(hub.url).send('GET', '/metrics').catch(() => ({ text: '' }))
  const keys = await redis.keys('*')
  const values = await Promise.all(keys.map(async key => `${key} ${await redis.dump(key)}`))
  return {
    ...{ log: readFileSync(join(hub.dataDir, 'logs', 'hub.log'), 'utf8'), stdout: said.join('') },
    ...{ metrics: metrics.text, redis: values.join('\n'), refusals: refusals.join('\n') },
  }
}

/** Somebody is served and rates; everything that opens something or belongs to him is then known to the test. */
async function visit() {
  const { url } = hub
  const kiosk = await pair(url, 'kiosk')
  const clerk = await logIn(url, 'clerk01')
  const bridge = bridgeCredential(join(hub.dataDir, 'secrets'))
  const taken = await kiosk.must('ticket.take', { serviceCode: 'enterprise', plate: PLATE })
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
function wrongs({ kiosk, clerk, citizen, bridge, ticketId, code }: Visit): [Client, string, string][] {
  const nobody = new Client(hub.url)
  const lot = `/api/lots/${LOT_ID}/commands`
  return [
    [citizen, COMMANDS, body({ type: 'evaluation.submit', ...rating(ticketId, 'phone', { text: WORDS }) })],
    [citizen, COMMANDS, body({ type: 'plate.bind', ticketId, plate: `${PLATE}X`, text: WORDS })],
    [citizen, COMMANDS, body({ type: 'plate.bind', ticketId, plate: 'no plate' })],
    [clerk, COMMANDS, body({ type: 'plate.bind', ticketId, plate: PLATE, [PHONE]: WORDS })],
    [kiosk, COMMANDS, `{"plate":"${PLATE}","text":"${TEXT}"`],
    [kiosk, COMMANDS, JSON.stringify({ text: WORDS.repeat(2_000) })],
    [nobody, COMMANDS, body({ type: 'plate.bind', ticketId, plate: PLATE })],
    [nobody, '/api/login', JSON.stringify({ staffId: 'clerk02', password: TYPED })],
    [nobody, '/api/login', JSON.stringify({ staffId: TYPED, password: TYPED })],
    [nobody, '/api/login', JSON.stringify({ staffId: 'clerk02', password: { $ne: TYPED } })],
    [nobody, '/api/pair', JSON.stringify({ code: `${code}${code}` })],
    [clerk, '/api/password', JSON.stringify({ password: TYPED, newPassword: TYPED })],
    [new Client(hub.url, `${bridge}x`), lot, body({ type: 'lot.link', text: WORDS })],
    [new Client(hub.url, bridge), lot, body({ type: 'lot.report', stays: [{ plate: PLATE }] })],
  ]
}

async function overTheSocket({ token, ticketId }: Visit): Promise<void> {
  const listener = await new Listener(hub.url, { credential: token }).opened()
  for (const fields of [
    { ticketId, plate: PLATE, more: WORDS },
    { ticketId, plate: TEXT },
  ])
    refusals.push(JSON.stringify(await listener.command(`hall:${HALL_ID}`, 'plate.bind', fields)))
  refusals.push(JSON.stringify(await listener.resume({ stream: TEXT, audience: PHONE })))
  listener.close()
}

/** The store dies under it: now the errors come, with whatever was under way. */
async function dieUnder({ kiosk, citizen, ticketId }: Visit): Promise<void> {
  hub.part.process.kill('SIGUSR2')
  const logInLate = JSON.stringify({ staffId: 'clerk03', password: PASSWORD })
  const late = await Promise.allSettled([
    citizen.send('POST', COMMANDS, body({ type: 'plate.bind', ticketId, plate: PLATE })),
    kiosk.send('POST', COMMANDS, body({ type: 'ticket.take', serviceCode: 'tax', plate: PLATE })),
    new Client(hub.url).send('POST', '/api/login', logInLate),
  ])
  for (const one of late) if (one.status === 'fulfilled') keep(one.value)
  await hub.part.ended
}

test('[AC43] no plate, phone, text, password, token or code is left in a log, a refusal, a figure or Redis', async () => {
  const seen = await visit()
  const { kiosk, clerk, bridge, token, code } = seen
  for (const [client, path, text] of wrongs(seen))
    expect(keep(await client.send('POST', path, text)).status).toBeGreaterThan(399)
  keep(await kiosk.send('GET', `/api/halls/${HALL_ID}/tickets/by-code/${code}X`))
  await kiosk.send('GET', `/api/halls/${HALL_ID}/tickets/by-code/${code}`)
  keep(await new Client(hub.url).send('GET', `/api/${TYPED}?text=${encodeURIComponent(WORDS)}`))
  await overTheSocket(seen)
  const before = await everythingLeft()
  await dieUnder(seen)
  const after = await everythingLeft()

  // What is searched is there.
  expect(before.metrics).toContain('pingting_commands_total')
  expect(before.redis).toMatch(/pingting:login/)
  expect(after.log).toMatch(/"level":60/)
  expect(refusals.length).toBeGreaterThan(18)
  const [session, device] = [clerk, kiosk].map(({ credential }) => credential!.split('.').at(-1)!)
  const canaries = { PLATE, PHONE, TEXT, TYPED, PASSWORD, session, device, token, code, bridge: bridge.slice(3) }
  const found = [before, after].flatMap(left =>
    Object.entries(left).flatMap(([where, text]) =>
      Object.entries(canaries)
        .filter(([, canary]) => text.includes(canary!) || text.includes(encodeURIComponent(canary!)))
        .map(([name]) => `${name} in ${where}`),
    ),
  )
  expect(found).toEqual([])
})
