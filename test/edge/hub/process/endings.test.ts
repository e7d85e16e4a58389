import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { Client, codeOf, pair } from '../../../support/client.ts'
import { type HubProcess, PASSWORD, startHub } from '../../../support/hub-process.ts'
import { Listener, until } from '../../../support/room.ts'

const MISHAPS = pathToFileURL(join(import.meta.dirname, '../../../support/mishaps.mjs')).href
const NODE_OPTIONS = `--import ${MISHAPS}`

let hub: HubProcess
afterEach(() => hub?.dispose())

const logOf = (): string => readFileSync(join(hub.dataDir, 'logs', 'hub.log'), 'utf8')

test('[AC45] when the thread of its store dies the hub says so, and ends with a code other than 0', async () => {
  hub = await startHub({ environment: { NODE_OPTIONS } })
  const kiosk = await pair(hub.url, 'kiosk')
  await kiosk.must('ticket.take', { serviceCode: 'tax' })
  const startedMs = performance.now()
  hub.part.process.kill('SIGUSR2')
  expect(await hub.part.ended).toEqual({ code: 1, signal: undefined })
  expect(performance.now() - startedMs).toBeLessThan(8_000)
  expect(logOf()).toMatch(/"level":60.*the store died; the hub ends/)
  // Whoever watches over it starts it again, and what was acknowledged is there.
  await hub.start()
  expect((await kiosk.get('/api/me')).status).toBe(200)
})

interface Heard {
  answers: number
  closes: number
  cutOff: number
}

/** Logs in over one connection again and again, which takes the hub a while each time; ends when the hub does. */
async function logInAgain(staffId: string, heard: Heard): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const headers = { 'content-type': 'application/json' }
  for (let isThere = true; isThere; ) {
    isThere = await new Promise<boolean>(resolve => {
      const sent = request(`${hub.url}/api/login`, { method: 'POST', agent, headers }, answer => {
        heard.answers += 1
        if (answer.headers.connection === 'close') heard.closes += 1
        answer.resume().on('end', () => resolve(true))
      })
      sent.on('error', error => {
        if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') heard.cutOff += 1
        resolve(false)
      })
      sent.end(JSON.stringify({ staffId, password: PASSWORD }))
    })
  }
  agent.destroy()
}

test('[AC46] SIGTERM under callers who keep their connections: none is waited for, and each busy one is answered first', async () => {
  hub = await startHub()
  const { hostname, port } = new URL(hub.url)
  const silent = connect(Number(port), hostname)
  await new Promise(resolve => silent.once('connect', resolve))
  const used = new Client(hub.url)
  await used.get('/healthz')
  const listener = await new Listener(hub.url).opened()
  const heard: Heard = { answers: 0, closes: 0, cutOff: 0 }
  const asking = ['clerk01', 'clerk02', 'clerk03', 'clerk04'].map(staffId => logInAgain(staffId, heard))
  await until('answers come', () => heard.answers > 12)

  const startedMs = performance.now()
  const ended = await hub.stop()
  const tookMs = performance.now() - startedMs
  await Promise.all(asking)

  expect(ended).toEqual({ code: 0, signal: undefined })
  expect(tookMs).toBeLessThan(2_500)
  expect(heard.closes).toBeGreaterThan(0)
  // Between two requests a connection is idle for a moment, and then it may be cut.
  expect(heard.cutOff).toBeLessThanOrEqual(1)
  for (const open of [used, listener]) open.close()
  silent.destroy()
})

test('[AC41] while the event loop is late, who shows no credential is told to wait; others and watchers are not', async () => {
  hub = await startHub({ environment: { NODE_OPTIONS } })
  const kiosk = await pair(hub.url, 'kiosk')
  const nobody = new Client(hub.url)
  expect((await nobody.get('/api/halls/yt-centre')).status).toBe(200)
  hub.part.process.kill('SIGURG')
  let refused: { status: number; headers: object; text: string } | undefined
  while (refused === undefined) {
    const reply = await nobody.send('GET', '/api/halls/yt-centre')
    if (reply.status !== 200) refused = reply
  }
  expect([refused.status, JSON.parse(refused.text).code]).toEqual([503, 'hub.busy'])
  expect(refused.headers).toMatchObject({ 'retry-after': '1' })
  expect((await nobody.send('POST', '/api/login', '{"staffId":"clerk01","password":"x"}')).status).toBe(503)
  expect((await nobody.get('/healthz')).status).toBe(200)
  const browsers = new Client(hub.url, undefined, 200)
  const slips = await Promise.all(Array.from({ length: 200 }, () => browsers.send('GET', '/api/qr.svg?text=x')))
  browsers.close()
  const drawn = slips.filter(({ status }) => status === 200).length
  expect(drawn).toBeGreaterThanOrEqual(20)
  expect(drawn).toBeLessThan(120)
  expect(slips.filter(({ status }) => status === 503)).toHaveLength(200 - drawn)
  expect(codeOf((await kiosk.command('ticket.take', { serviceCode: 'tax' })).json)).toBe('accepted')
  let status = 503
  while (status === 503) status = (await nobody.get('/api/halls/yt-centre')).status
  expect(status).toBe(200)
})
