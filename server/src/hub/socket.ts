import type { Server as HttpServer, IncomingMessage } from 'node:http'
import {
  type Actor,
  type Answer,
  isRefusal,
  type RefusalCode,
  type Refused,
  ResumeRequest,
  refusals,
  refuse,
  StreamName,
} from '@pingting/contract'
import { Server, type Socket } from 'socket.io'
import { z } from 'zod'
import { fits } from './http/body.ts'
import type { Logger } from './process/log.ts'
import { mayListen } from './publish/listeners.ts'
import { roomOf } from './publish/publish.ts'

export interface SocketPorts {
  log: Logger
  /** Whose credential this is; from the handshake's auth, or from the staff cookie. */
  identify(credential: string | undefined, request: IncomingMessage): Promise<Actor | undefined>
  sameOrigin(request: IncomingMessage): boolean
  submit(stream: StreamName, input: unknown, actor: Actor): Promise<Answer>
  /** The lots of a hall. */
  lotIdsOf(hallId: string): readonly string[] | undefined
  /** Answers a resume and, in the same turn, calls `join`. */
  resume(request: ResumeRequest, join: () => void): Promise<object | { refused: RefusalCode }>
}

/** Handshakes that wait for their turn would only be given up: a storm is admitted at a pace. */
const HANDSHAKES_PER_SECOND = 500
const ROOMS_MAX = 16
/** So long may somebody listen on who was sent away; a command is checked at once. */
const LOOK_AGAIN_MS = 15_000
/** Bytes that wait for one slow reader before it is cut; resume brings it back with one snapshot. */
const BUFFERED_BYTES_MAX = 1024 * 1024
const BUFFERED_PACKETS_MAX = 512

const CommandMessage = z.strictObject({ stream: StreamName, command: z.unknown() })

export function openSocket(http: HttpServer, ports: SocketPorts): Server {
  let admitted = 0
  const second = setInterval(() => {
    admitted = 0
    cutSlowReaders(io)
  }, 1_000)
  const looking = setInterval(() => {
    sendAway(io, ports).catch(error => ports.log.error({ error }, 'open sockets could not be checked'))
  }, LOOK_AGAIN_MS)
  const io = new Server(http, {
    transports: ['websocket'],
    allowUpgrades: false,
    perMessageDeflate: false,
    httpCompression: false,
    serveClient: false,
    maxHttpBufferSize: 64e3,
    pingInterval: 10_000,
    pingTimeout: 8_000,
    connectTimeout: 5_000,
    cleanupEmptyChildNamespaces: true,
    allowRequest: (request, admit) => {
      admitted += 1
      admit(null, admitted <= HANDSHAKES_PER_SECOND && ports.sameOrigin(request))
    },
  })
  io.engine.on('close', () => [second, looking].forEach(clearInterval))
  io.use((socket, next) => {
    const given: unknown = socket.handshake.auth['credential']
    ports.identify(typeof given === 'string' ? given : undefined, socket.request).then(
      actor => {
        socket.data = { actor, given: typeof given === 'string' ? given : undefined } satisfies Attendant
        // A credential that no longer holds is told so; without any, only what is public can be joined.
        if (given !== undefined && actor === undefined) next(new Error('access.unknown'))
        else next()
      },
      error => {
        ports.log.error({ error }, 'a handshake could not be checked')
        next(new Error('hub.unavailable'))
      },
    )
  })
  io.on('connection', socket => attend(socket, ports))
  return io
}

interface Attendant {
  actor: Actor | undefined
  given: string | undefined
}

/** Who was let in may have been sent away since: logged out, revoked, expired. */
async function sendAway(io: Server, ports: SocketPorts): Promise<void> {
  for (const socket of io.of('/').sockets.values()) {
    const { actor, given } = socket.data as Attendant
    if (actor !== undefined && (await ports.identify(given, socket.request)) === undefined) socket.disconnect(true)
  }
}

function attend(socket: Socket, ports: SocketPorts): void {
  const { actor, given } = socket.data as Attendant
  const answering =
    (work: (message: unknown) => Promise<object>) =>
    (message: unknown, acknowledge: unknown): void => {
      if (typeof acknowledge !== 'function') return
      const tell = acknowledge as (answer: object) => void
      work(message).then(tell, error => {
        ports.log.error({ error }, 'a socket message failed')
        tell(refused('hub.unavailable'))
      })
    }

  socket.on(
    'resume',
    answering(async message => {
      const request = ResumeRequest.safeParse(message)
      if (!request.success || socket.rooms.size > ROOMS_MAX) return refused('command.malformed')
      const { stream, audience } = request.data
      const lotIds = ports.lotIdsOf(stream.slice(stream.indexOf(':') + 1))
      if (!mayListen(actor, stream, audience, lotIds))
        return refused(actor === undefined ? 'access.unknown' : 'access.denied')
      const answer = await ports.resume(request.data, () => void socket.join(roomOf(stream, audience)))
      return isRefusal(answer) ? refused(answer.refused) : answer
    }),
  )

  socket.on(
    'command',
    answering(async message => {
      const parsed = CommandMessage.safeParse(message)
      if (!parsed.success || !fits(message)) return refused('command.malformed')
      const now = actor === undefined ? undefined : await ports.identify(given, socket.request)
      if (now === undefined) return refused('access.unknown')
      return ports.submit(parsed.data.stream as StreamName, parsed.data.command, now)
    }),
  )
}

const refused = (code: RefusalCode): Refused => {
  const { zh, en } = refusals[refuse(code).refused]
  return { ok: false, code, zh, en }
}

/** socket.io neither drops nor blocks: what a slow reader leaves would grow without end. */
function cutSlowReaders(io: Server): void {
  for (const socket of io.of('/').sockets.values()) {
    const { writeBuffer } = socket.conn as unknown as { writeBuffer: unknown[] }
    const transport = socket.conn.transport as unknown as { socket?: { bufferedAmount?: number } }
    const bufferedBytes = transport.socket?.bufferedAmount ?? 0
    if (writeBuffer.length > BUFFERED_PACKETS_MAX || bufferedBytes > BUFFERED_BYTES_MAX) socket.disconnect(true)
  }
}
