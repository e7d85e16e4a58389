import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Client } from '../../../support/client.ts'
import { type HubProcess, PASSWORD, startHub } from '../../../support/hub-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'tls-'))
const [TLS_CERT, TLS_KEY] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
let hub: HubProcess | undefined

beforeAll(() => {
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', TLS_KEY]
  execFileSync('openssl', ['req', '-x509', ...key, '-out', TLS_CERT, '-days', '2', ...subject], { stdio: 'ignore' })
})
afterEach(() => hub?.dispose())
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const logIn = JSON.stringify({ staffId: 'clerk01', password: PASSWORD })
const TOKEN = 'a-token-for-a-reader-of-figures'
const wrong = (staffId: string) => JSON.stringify({ staffId, password: 'wrong' })

describe('[AC39] TLS', () => {
  test('an address that is not loopback is refused without TLS or a named proxy, with a sentence', async () => {
    for (const environment of [{ HOST: '0.0.0.0' }, { HOST: '0.0.0.0', TLS_CERT }, { TRUSTED_PROXIES: 'proxy' }])
      await expect(startHub({ environment })).rejects.toThrow(/[\p{Script=Han}].*[A-Za-z]/su)
  })

  test('with a certificate it is served on any address, and the browser is told to stay with TLS', async () => {
    hub = await startHub({ environment: { HOST: '0.0.0.0', TLS_CERT, TLS_KEY } })
    expect(hub.url).toMatch(/^https:/)
    const { port } = new URL(hub.url)
    const answer = await new Promise<{ status: number; headers: NodeJS.Dict<string | string[]> }>((resolve, reject) => {
      const options = { host: 'localhost', port, path: '/api/login', method: 'POST', ca: readFileSync(TLS_CERT) }
      const sent = request({ ...options, headers: { 'content-type': 'application/json' } }, response => {
        response.resume().on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }))
      })
      sent.on('error', reject).end(logIn)
    })
    expect(answer.status).toBe(200)
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains')
    const cookie = String(answer.headers['set-cookie'])
    expect(cookie).toMatch(/^__Host-sid=s1\.[\w-]+; path=\/; samesite=strict; secure; httponly$/i)
    await expect(new Client(`http://127.0.0.1:${port}`).send('GET', '/healthz')).rejects.toThrow()
    // Who listens on every address takes nobody for this machine.
    const figures = await fetchFigures(port)
    expect(figures).toBe(403)
    expect(await hub.stop()).toEqual({ code: 0, signal: undefined })
  })
})

const fetchFigures = (port: string, token?: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
    const options = { host: 'localhost', port, path: '/metrics', ca: readFileSync(TLS_CERT), headers }
    request(options, response => resolve(response.resume().statusCode ?? 0))
      .on('error', reject)
      .end()
  })

describe('behind a proxy', () => {
  test('[AC37] figures are for who has their token, and for nobody because he is near', async () => {
    hub = await startHub({ environment: { TRUSTED_PROXIES: '127.0.0.1', METRICS_TOKEN: TOKEN } })
    const figures = (headers: Record<string, string>) =>
      new Client(hub!.url).send('GET', '/metrics', undefined, headers).then(({ status }) => status)
    expect(await figures({})).toBe(403)
    expect(await figures({ 'x-forwarded-for': '127.0.0.1' })).toBe(403)
    expect(await figures({ authorization: `Bearer ${TOKEN}x` })).toBe(403)
    expect(await figures({ authorization: `Bearer ${TOKEN}` })).toBe(200)
  })

  test('[AC37] without a proxy figures are for this machine, asked by its own name', async () => {
    hub = await startHub()
    const figures = (headers: Record<string, string>) =>
      new Client(hub!.url).send('GET', '/metrics', undefined, headers).then(({ status }) => status)
    expect(await figures({})).toBe(200)
    expect(await figures({ 'x-forwarded-for': '203.0.113.9' })).toBe(403)
    expect(await figures({ host: 'rebound.example' })).toBe(403)
  })

  test('[AC38] tries are counted by the address the proxy saw, and no client can choose another', async () => {
    hub = await startHub({ environment: { TRUSTED_PROXIES: '127.0.0.1' } })
    const door = new Client(hub.url)
    const guess = async (staffId: string, forwarded: string) =>
      (await door.send('POST', '/api/login', wrong(staffId), { 'x-forwarded-for': forwarded })).status
    const claimed = []
    for (let time = 0; time < 6; time += 1) claimed.push(await guess('clerk02', `198.51.100.${time}, 203.0.113.9`))
    expect(claimed).toEqual([401, 401, 401, 401, 401, 429])
    expect(await guess('clerk02', '203.0.113.10')).toBe(401)
  })

  test('[AC35] after fifty wrong passwords from anywhere the owner is heard where he was before, and nobody else', async () => {
    hub = await startHub({ environment: { TRUSTED_PROXIES: '127.0.0.1' } })
    const door = new Client(hub.url)
    const send = async (body: string, forwarded: string) =>
      (await door.send('POST', '/api/login', body, { 'x-forwarded-for': forwarded })).status
    expect(await send(logIn, '192.0.2.1')).toBe(200)
    const guesses = []
    for (let time = 0; time < 55; time += 1) guesses.push(await send(wrong('clerk01'), `203.0.113.${time}`))
    expect(guesses).toEqual([...Array<number>(50).fill(401), ...Array<number>(5).fill(429)])
    expect(await send(logIn, '203.0.113.200')).toBe(429)
    expect(await send(logIn, '192.0.2.1')).toBe(200)
  })
})
