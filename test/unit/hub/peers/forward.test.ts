import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type Actor, type Command, refuse } from '@pingting/contract'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Forwarding, openForwarding } from '../../../../server/src/hub/peers/forward.ts'
import { openLog } from '../../../../server/src/hub/process/log.ts'

const [OURS, THEIRS] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
const ACTOR: Actor = { kind: 'device', deviceId: 'k1', device: 'kiosk', hallId: 'hall' }
const LISTEN = 'http://127.0.0.1:0'

const commandId = '7d0b6a52-3a0f-4f2e-8a51-3f0c9b8e1101'
const command: Command = { commandId, type: 'ticket.take', serviceCode: 'tax', priority: 'none' }
const errand = { name: 'hall:hall' as const, command, actor: ACTOR }
const outcome = { commit: { seq: 5, events: [], at: '2026-11-23T01:00:00.000Z' }, replayed: false }

let taken: unknown[]
let wallMs: number
let owner: Forwarding
let opened: Forwarding[]
const open = async (key: Buffer, answer: () => Promise<typeof outcome> = async () => outcome): Promise<Forwarding> => {
  const forwarding = await openForwarding({
    ...{ url: LISTEN, key, log: openLog('silent'), wallMs: () => wallMs },
    take: given => {
      taken.push(given)
      return answer()
    },
  })
  opened.push(forwarding)
  return forwarding
}
beforeEach(async () => {
  taken = []
  wallMs = Date.UTC(2026, 10, 23)
  opened = []
  owner = await open(OURS)
})
afterEach(() => {
  for (const one of opened) one.close()
})

const never = new AbortController().signal

test('[HB3] the owner is given the command and who gave it, and his outcome comes back', async () => {
  const sender = await open(OURS)
  expect(await sender.send(owner.url, errand, never)).toEqual(outcome)
  expect(taken).toEqual([errand])
})

test('[HB10] what was not sealed by a hub with our secrets is not done', async () => {
  const stranger = await open(THEIRS)

  const answered = await stranger.send(owner.url, errand, never)
  const plain = await fetch(owner.url, { method: 'POST', body: JSON.stringify(errand) })

  expect(answered).toEqual(refuse('hub.unavailable'))
  expect(plain.status).toBe(400)
  expect(taken).toEqual([])
})

test('[HB10] an errand caught on the wire and sent again is not done once it is stale', async () => {
  // given an errand that somebody on the wire has kept
  const sender = await open(OURS)
  const caught: string[] = []
  const wire = createServer(async (request, response) => {
    caught.push(await text(request))
    response.writeHead(400).end()
  }).listen(0, '127.0.0.1')
  await once(wire, 'listening')
  await sender.send(`http://127.0.0.1:${(wire.address() as AddressInfo).port}`, errand, never)
  wire.close()
  const again = async (): Promise<number> => (await fetch(owner.url, { method: 'POST', body: caught[0]! })).status
  // when it is sent again at once, and again after 31 seconds
  expect(await again()).toBe(200)
  wallMs += 31_000
  // then the second is refused
  expect(await again()).toBe(400)
  expect(taken).toHaveLength(1)
})

test('[HB10] an answer that a stranger gives is not believed', async () => {
  const stranger = await open(THEIRS)
  const sender = await open(OURS)
  expect(await sender.send(stranger.url, errand, never)).toEqual(refuse('hub.unavailable'))
})

test('[HB8] an owner that cannot be reached, or is lost while one waits, is told as such', async () => {
  const silent = await open(OURS, () => new Promise(() => {}))
  const sender = await open(OURS)
  const gone = new AbortController()
  owner.close()

  const unreachable = await sender.send(owner.url, errand, never)
  const waiting = sender.send(silent.url, errand, gone.signal)
  gone.abort()

  expect(unreachable).toEqual(refuse('hub.unavailable'))
  expect(await waiting).toEqual(refuse('hub.unavailable'))
})
