import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Commit, instantOf } from '@pingting/contract'
import { type WebSocket, WebSocketServer } from 'ws'
import { Publisher } from '../../server/src/hub/publish/publish.ts'
import { openSocket } from '../../server/src/hub/socket.ts'
import { atPace, type Paced } from './crowd.ts'

export interface Sent extends Paced {
  cpuUs: number
}

/**
 * Runs in a process of its own: sends numbered messages to a room at a given pace, nothing decided and nothing written.
 * Argument: `ws`, bare sockets that are sent the very text, or `hub`, our publisher with its rooms and redaction.
 */
const kind = process.argv[2] ?? 'ws'
const STREAM = 'hall:yt-centre'

const commitOf = (seq: number): Commit => ({
  ...{ _id: `${STREAM}#${seq}`, stream: STREAM, seq, v: 1, commandId: '', bodyHash: '', prevHash: '', hash: '' },
  ...{ at: new Date().toISOString(), actor: { kind: 'system', part: 'clock' } },
  events: [{ type: 'counter.paused', v: 1, at: new Date().toISOString(), counterId: 'C01', reason: 'break' }],
})

function openPlain(server: Server): (seq: number) => void {
  const room: WebSocket[] = []
  const sockets = new WebSocketServer({ server, perMessageDeflate: false })
  sockets.on('connection', (socket, request) => {
    if (request.url === '/measured') room.push(socket)
  })
  return seq => {
    const { stream, at, events } = commitOf(seq)
    const envelope = { stream, audience: 'public', epoch: 'none', seq, last: seq - 1, at, events }
    const text = `42${JSON.stringify(['event', envelope])}`
    for (const socket of room) socket.send(text)
  }
}

function openOurs(server: Server): (seq: number) => void {
  const io = openSocket(server, {
    log: undefined as never,
    identify: async () => undefined,
    redeem: () => undefined,
    clock: () => ({ at: instantOf(Date.now()), speed: 1 }),
    lotIdsOf: () => undefined,
    admission: { admit: () => true, nextSecond: () => undefined },
    sameOrigin: () => true,
    inPace: () => true,
    submit: () => Promise.reject(new Error('nothing is commanded here')),
    sign: () => ({ refused: 'access.denied' }),
    async resume(_, join) {
      join()
      return {}
    },
  })
  const publisher = new Publisher(io, 'none')
  const nowhere = {
    tabletsOf: () => [],
    counterIds: () => [],
    ticketIds: () => [],
    lotIds: () => [],
    ticketOf: () => undefined,
    lotOf: () => undefined,
    plateOf: () => undefined,
  }
  const shown = { where: nowhere, screen: () => ({}) as never, frame: () => undefined }
  return seq => publisher.publish(commitOf(seq), shown)
}

const server = createServer()
const send = kind === 'ws' ? openPlain(server) : openOurs(server)
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  process.send?.({ url: `${kind === 'ws' ? 'ws' : 'http'}://127.0.0.1:${port}` })
})
process.on('message', async word => {
  const { first, tally, perSecond } = word as { first: number; tally: number; perSecond: number }
  const before = process.cpuUsage()
  const paced = await atPace(tally, perSecond, index => send(first + index))
  const { user, system } = process.cpuUsage(before)
  process.send?.({ ...paced, cpuUs: user + system } satisfies Sent)
})
