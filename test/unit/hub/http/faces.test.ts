import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import Koa from 'koa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serveFaces, serveVoices } from '../../../../server/src/hub/http/faces.ts'

const PAGE = '<!doctype html>faces'
const SCRIPT = 'export const x = 1'

let folder: string
let server: Server
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pingting-faces-'))
  mkdirSync(join(folder, 'dist', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'secret.html'), 'secret')
  writeFileSync(join(folder, 'dist', 'index.html'), PAGE)
  writeFileSync(join(folder, 'dist', 'assets', 'index-abc.js'), SCRIPT)
  writeFileSync(join(folder, 'dist', 'notes.txt'), 'notes')
  mkdirSync(join(folder, 'voices', 'h1'), { recursive: true })
  for (const name of ['voice.json', 'yao.wav', 'page.html']) writeFileSync(join(folder, 'voices', 'h1', name), name)
  const house = new Koa()
  house.use(serveFaces(join(folder, 'dist')))
  house.use(serveFaces(join(folder, 'never-built')))
  house.use(serveVoices(join(folder, 'voices')))
  server = createServer(house.callback())
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** As it goes over the line: the path unchanged, the body as it was packed. */
async function get(path: string, { method = 'GET', accept = 'identity' } = {}) {
  const { port } = server.address() as AddressInfo
  const sent = request({ host: '127.0.0.1', port, path, method, headers: { 'accept-encoding': accept } }).end()
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) =>
    sent.once('response', resolve).once('error', reject),
  )
  const { statusCode: status, headers } = response
  return { status, headers, body: await buffer(response) }
}

describe('the built faces', () => {
  test.each(['/', '/board', '/kiosk', '/tablet', '/pair'])(
    '[FA] %s is the page, asked for anew each time',
    async path => {
      const { status, headers, body } = await get(path)

      expect([status, body.toString()]).toEqual([200, PAGE])
      expect(headers).toMatchObject({ 'cache-control': 'no-cache', 'content-type': 'text/html; charset=utf-8' })
    },
  )

  test('[FA] a file with its hash in the name is kept for ever, and packed for who can unpack it', async () => {
    const plain = await get('/assets/index-abc.js')
    const packed = await get('/assets/index-abc.js', { accept: 'gzip' })

    expect(plain.body.toString()).toBe(SCRIPT)
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(plain.headers['cache-control']).toContain('immutable')
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' })
    expect(gunzipSync(packed.body).toString()).toBe(SCRIPT)
    expect((await get('/assets/index-abc.js', { method: 'HEAD' })).body).toHaveLength(0)
  })

  test.each([
    '/notes.txt',
    '/assets',
    '/board/',
    '/boards',
    '/../secret.html',
    '/%2e%2e/secret.html',
    '/assets/../../secret.html',
  ])('[AC30] %s is none of them', async path => {
    expect((await get(path)).status).toBe(404)
  })

  test('[AC30] they are read and not written', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) expect((await get('/', { method })).status).toBe(404)
  })
})

describe('what halls laid down for their boards', () => {
  test('[HL40] a card and recordings are told to every board, and no page is', async () => {
    const card = await get('/voice/halls/h1/voice.json')
    const clip = await get('/voice/halls/h1/yao.wav', { accept: 'gzip' })

    expect([card.status, card.body.toString(), card.headers['cache-control']]).toEqual([200, 'voice.json', 'no-cache'])
    expect([clip.headers['content-type'], clip.headers['content-encoding']]).toEqual(['audio/wav', undefined])
    expect((await get('/voice/halls/h1/page.html')).status).toBe(404)
    expect((await get('/h1/voice.json')).status).toBe(404)
  })
})
