import type { Server as HttpServer, IncomingMessage } from 'node:http'
import {
  type Actor,
  type Answer,
  type Commit,
  isRefusal,
  type Refusal,
  type RefusalCode,
  type Refused,
  type ResumeAnswer,
  ResumeRequest,
  refusals,
  refuse,
  SignRequest,
  StreamName,
} from '@pingting/contract'
import { Server, type Socket } from 'socket.io'
import { z } from 'zod'
import { type Admission, BRIDGE_PER_SECOND, pace } from './access/admission.ts'
import { fits } from './http/body.ts'
import type { Logger } from './process/log.ts'
import { mayListen } from './publish/listeners.ts'
import { roomOf } from './publish/publish.ts'

export interface SocketPorts {
  log: Logger
  /** Whose credential this is, as of now. */
  identify(credential: string, request: IncomingMessage): Promise<Actor | undefined>
  /** The credential that a one-time ticket stands for; nothing when it was used or has ended. */
  redeem(ticket: string): string | undefined
  admission: Admission
  /** Business time, and how fast it runs. */
  clock(): ResumeAnswer['clock']
  sameOrigin(request: IncomingMessage): boolean
  /** Whether who comes by however many sockets, and over HTTP beside them, is heard once more in this second. */
  inPace(actor: Actor): boolean
  submit(stream: StreamName, input: unknown, actor: Actor): Promise<Answer>
  sign(request: SignRequest, actor: Actor): object | Refusal
  /** The lots of a hall. */
  lotIdsOf(hallId: string): readonly string[] | undefined
  /** Answers a resume and, in the same turn, calls `join`. */
  resume(request: ResumeRequest, join: () => void): Promise<object | { refused: RefusalCode }>
}

const ROOMS_MAX = 16
/** So long may somebody listen on who was sent away; a command is checked at once. */
const LOOK_AGAIN_MS = 15_000
/** Bytes that wait for one slow reader before it is cut; resume brings it back with one snapshot. */
const BUFFERED_BYTES_MAX = 1024 * 1024
const BUFFERED_PACKETS_MAX = 512
/** More than a rating with the longest text, and than a bridge's report. */
const FRAME_BYTES_MAX = 16_000
/** Of each kind of message a second, of a person at a screen. */
const MESSAGES_PER_SECOND = 20
/** Nobody sends no commands; a page of his takes up its rooms when it connects, and one again where it missed something. */
const NOBODYS_RESUMES_PER_SECOND = 5

const CommandMessage = z.strictObject({ stream: StreamName, command: z.unknown() })

export function openSocket(http: HttpServer, ports: SocketPorts): Server {
  const second = setInterval(() => {
    ports.admission.nextSecond()
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
    maxHttpBufferSize: FRAME_BYTES_MAX,
    pingInterval: 10_000,
    pingTimeout: 8_000,
    connectTimeout: 5_000,
    cleanupEmptyChildNamespaces: true,
    allowRequest: (request, admit) => admit(null, ports.sameOrigin(request) && ports.admission.admit(request)),
  })
  io.engine.on('close', () => [second, looking].forEach(clearInterval))
  io.use((socket, next) => {
    const ticket: unknown = socket.handshake.auth['ticket']
    comeIn(ticket, socket.request, ports).then(
      attendant => {
        socket.data = attendant
        if ('refused' in attendant) next(new Error(attendant.refused))
        else next()
      },
      error => {
        ports.log.error({ error }, 'a handshake could not be checked')
        next(new Error('hub.unavailable'))
      },
    )
  })
  io.on('connection', socket => {
    // A page that takes up no room keeps the hub's time too: what it sets an end to is compared with it.
    socket.emit('clock', ports.clock())
    attend(socket, ports)
  })
  return io
}

/** Without a ticket one is nobody, and hears what is public; a cookie or a header opens no socket. */
interface Attendant {
  actor?: Actor
  credential?: string
}

async function comeIn(ticket: unknown, request: IncomingMessage, ports: SocketPorts): Promise<Attendant | Refusal> {
  if (ticket === undefined) return {}
  const credential = typeof ticket === 'string' ? ports.redeem(ticket) : undefined
  if (credential === undefined) return refuse('access.ticket-ended')
  const actor = await ports.identify(credential, request)
  return actor === undefined ? refuse('access.unknown') : { actor, credential }
}

/** A device that was revoked, or paired anew under another key, is gone in the same turn. */
export function cutReplaced(io: Server, { stream, events }: Pick<Commit, 'stream' | 'events'>): void {
  const gone = new Set(
    events.flatMap(event =>
      event.type === 'device.revoked' || event.type === 'device.enrolled' ? event.deviceId : [],
    ),
  )
  if (gone.size === 0) return
  for (const socket of io.of('/').sockets.values()) {
    const { actor } = socket.data as Attendant
    if (actor?.kind === 'device' && stream === `hall:${actor.hallId}` && gone.has(actor.deviceId))
      socket.disconnect(true)
  }
}

/** Who was let in may have been sent away since: logged out, revoked, expired. */
async function sendAway(io: Server, ports: SocketPorts): Promise<void> {
  for (const socket of io.of('/').sockets.values()) {
    const { credential } = socket.data as Attendant
    if (credential !== undefined && (await ports.identify(credential, socket.request)) === undefined)
      socket.disconnect(true)
  }
}

function attend(socket: Socket, ports: SocketPorts): void {
  const { actor, credential } = socket.data as Attendant
  const perSecond = actor?.kind === 'bridge' ? BRIDGE_PER_SECOND : MESSAGES_PER_SECOND
  const answering = (work: (message: unknown) => Promise<object>, most = perSecond, atOnce = most) => {
    const inPace = pace(most, () => performance.now(), atOnce)
    return (message: unknown, acknowledge: unknown): void => {
      if (typeof acknowledge !== 'function') return
      const tell = acknowledge as (answer: object) => void
      const answer = inPace() ? work(message) : Promise.resolve(refused('request.too-many'))
      answer.then(tell, error => {
        ports.log.error({ error }, 'a socket message failed')
        tell(refused('hub.unavailable'))
      })
    }
  }

  const resumes = actor === undefined ? ([NOBODYS_RESUMES_PER_SECOND, ROOMS_MAX] as const) : []
  socket.on(
    'resume',
    answering(
      async message => {
        const request = ResumeRequest.safeParse(message)
        if (!request.success || socket.rooms.size > ROOMS_MAX) return refused('command.malformed')
        const { stream, audience } = request.data
        const lotIds = ports.lotIdsOf(stream.slice(stream.indexOf(':') + 1))
        if (!mayListen(actor, stream, audience, lotIds))
          return refused(actor === undefined ? 'access.unknown' : 'access.denied')
        const answer = await ports.resume(request.data, () => void socket.join(roomOf(stream, audience)))
        return isRefusal(answer) ? refused(answer.refused) : answer
      },
      ...resumes,
    ),
  )

  /** Whose credential it is now: what was said of it at the handshake may have ended. */
  const identified = async (): Promise<Actor | undefined> =>
    credential === undefined ? undefined : ports.identify(credential, socket.request)

  socket.on(
    'command',
    answering(async message => {
      const parsed = CommandMessage.safeParse(message)
      if (!parsed.success || !fits(message)) return refused('command.malformed')
      const now = await identified()
      if (now === undefined) return refused('access.unknown')
      if (!ports.inPace(now)) return refused('request.too-many')
      return ports.submit(parsed.data.stream as StreamName, parsed.data.command, now)
    }),
  )

  socket.on(
    'sign',
    answering(async message => {
      const request = SignRequest.safeParse(message)
      if (!request.success) return refused('command.malformed')
      const now = await identified()
      if (now === undefined) return refused('access.unknown')
      const signed = ports.sign(request.data, now)
      return isRefusal(signed) ? refused(signed.refused) : signed
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
