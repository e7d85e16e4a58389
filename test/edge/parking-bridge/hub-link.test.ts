import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Envelope, Screen } from '@pingting/contract'
import { Server, type Socket } from 'socket.io'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { HubLink } from '../../../parking-bridge/src/hub-link.ts'

const silent = () => undefined
const log = { debug: silent, info: silent, warn: silent, error: silent }
const STREAM = 'hall:hall-1'
const WAIT = { timeout: 10_000, interval: 5 }

let io: Server
let link: HubLink
let url: string
/** What the link took in, by envelope. */
let taken: (number | 'snapshot')[]

beforeEach(async () => {
  const http = createServer((_request, response) => response.end(JSON.stringify({ ticket: 'the way in' })))
  io = new Server(http, { transports: ['websocket'] })
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  link = new HubLink(url, 'b1.key', log)
  taken = []
})
afterEach(async () => {
  link.close()
  await io.close()
})

const envelope = (seq: number, last: number, epoch = 'e1'): Envelope => ({
  stream: STREAM,
  audience: 'bridge',
  epoch,
  seq,
  last,
  at: '2026-11-23T01:00:00.000Z',
  events: [{ type: 'lot.gateReset', at: String(seq) }] as never,
})
const follow = () => {
  link.open()
  link.follow(STREAM, 'bridge', {
    snapshot: () => taken.push('snapshot'),
    events: events => taken.push(...events.map(({ at }) => Number(at))),
  })
}
const snapshot = {} as Screen

test('[GT27] an old envelope is dropped, the next is taken, and a gap is filled by resuming', async () => {
  const asked: object[] = []
  io.on('connection', socket => {
    socket.on('resume', (request: object, tell: (answer: object) => void) => {
      asked.push(request)
      if (asked.length === 1) return tell({ epoch: 'e1', seq: 5, snapshot })
      return tell({ epoch: 'e1', seq: 9, envelopes: [envelope(8, 6), envelope(9, 8)] })
    })
  })
  follow()
  await vi.waitFor(() => expect(taken).toEqual(['snapshot']), WAIT)
  for (const [seq, last] of [
    [4, 3],
    [5, 4],
    [6, 3],
    [9, 8],
  ] as const)
    io.emit('event', envelope(seq, last))
  await vi.waitFor(() => expect(taken).toEqual(['snapshot', 6, 8, 9]), WAIT)
  expect(asked).toEqual([
    { stream: STREAM, audience: 'bridge' },
    { stream: STREAM, audience: 'bridge', epoch: 'e1', seq: 6 },
  ])
})

test('[GT27] an envelope that comes in the same breath as the answer to a resume is not lost', async () => {
  io.on('connection', socket => {
    socket.on('resume', (_request: object, tell: (answer: object) => void) => {
      tell({ epoch: 'e1', seq: 5, snapshot })
      socket.emit('event', envelope(6, 5))
      socket.emit('event', envelope(7, 6))
    })
  })
  follow()
  await vi.waitFor(() => expect(taken).toEqual(['snapshot', 6, 7]), WAIT)
})

test('[GT27] another epoch of the hub is met with a new snapshot', async () => {
  let epoch = 'e1'
  io.on('connection', socket => {
    socket.on('resume', (_request: object, tell: (answer: object) => void) => tell({ epoch, seq: 5, snapshot }))
  })
  follow()
  await vi.waitFor(() => expect(taken).toEqual(['snapshot']), WAIT)
  epoch = 'e2'
  io.emit('event', envelope(2, 1, 'e2'))
  await vi.waitFor(() => expect(taken).toEqual(['snapshot', 'snapshot']), WAIT)
})

test('[GT28] a command whose answer was lost, or that met a busy hub, is repeated with the same id', async () => {
  const ids: string[] = []
  io.on('connection', (socket: Socket) => {
    socket.on('command', ({ command }: { command: { commandId: string } }, tell: (answer: object) => void) => {
      ids.push(command.commandId)
      if (ids.length === 1) return socket.conn.close()
      if (ids.length === 2) return tell({ ok: false, code: 'hub.unavailable' })
      return tell({ ok: true, events: [] })
    })
  })
  link.open()
  const command = { type: 'exemption.doubt', bridgeEpoch: 1, commandId: 'c-1', exemptionId: 'x' } as const
  expect(await link.command(STREAM, command)).toMatchObject({ ok: true })
  expect(ids).toEqual(['c-1', 'c-1', 'c-1'])
}, 15_000)
