import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ask, Desk } from '../../../../server/living-hall/demo/client.ts'

let server: Server
let url: string
/** What the hub does, in turn; the last one goes on. */
let turns: ((response: ServerResponse) => void)[]
let heard: { method: string; authorization: string | undefined }[]
beforeEach(async () => {
  heard = []
  server = createServer((request, response) => {
    heard.push({ method: request.method!, authorization: request.headers.authorization })
    const turn = turns.length > 1 ? turns.shift()! : turns[0]!
    turn(response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterEach(() => {
  vi.restoreAllMocks()
  server.closeAllConnections()
  return new Promise(resolve => server.close(resolve))
})

const say = (status: number, body: string) => (response: ServerResponse) => response.writeHead(status).end(body)
const hangUp = (response: ServerResponse) => response.destroy()
const breakOff = (response: ServerResponse) => {
  response.writeHead(200, { 'content-length': 100 }).write('{')
  setImmediate(() => response.destroy())
}

test('[JR42] who gets no answer, half of one, one that is none, or a 503, asks again until somebody answers', async () => {
  turns = [hangUp, breakOff, say(200, '<html>'), say(503, '{}'), say(409, '{"ok":false}')]

  expect(await ask(url)).toEqual({ status: 409, json: { ok: false }, tries: 5 })
})

test('[AC22] what is asked with a body is sent, and carries its credential', async () => {
  turns = [say(200, '{}')]

  await ask(url)
  await ask(url, {}, 't1')

  expect(heard).toEqual([
    { method: 'GET', authorization: undefined },
    { method: 'POST', authorization: 'Bearer t1' },
  ])
})

test('[JR42] after a minute without an answer it is a failure', async () => {
  turns = [hangUp]
  let nowMs = 0
  vi.spyOn(performance, 'now').mockImplementation(() => (nowMs += 25_000))

  await expect(ask(url)).rejects.toThrow()
  expect(heard).toHaveLength(3)
})

test('[I-1] a desk counts what was acknowledged and changed something, by kind', async () => {
  const answer = (body: object) => say(200, JSON.stringify(body))
  turns = [
    ...[answer({ ok: true, events: [{}] }), answer({ ok: true, events: [{}] })],
    ...[answer({ ok: true, events: [] }), answer({ ok: false, code: 'x' })],
  ]
  const desk = new Desk(url.slice(0, -1), 'h1', 't1')
  Desk.acknowledged.clear()

  for (let time = 0; time < 4; time += 1) await desk.command('ticket.take', {})

  expect([...Desk.acknowledged]).toEqual([['ticket.take', 2]])
})
