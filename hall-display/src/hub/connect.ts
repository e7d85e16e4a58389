import type { Envelope, FrameMessage, Refused, ResumeAnswer, ResumeRequest, StreamName } from '@pingting/contract'
import { useEffect } from 'react'
import { io, type Socket } from 'socket.io-client'
import { clockFrom } from './clock.ts'
import type { Reply } from './http.ts'
import { COME_BACK, type Keeper, keepRoom } from './keeper.ts'
import { heard, type Room, roomKey, showRoom, useHub } from './store.ts'

const RESUME_TIMEOUT_MS = 6_000
const PAUSE_MIN_MS = 400
const PAUSE_SPREAD_MS = 1_600
/** Where the hub itself hung up or refused the handshake, socket.io does not come back alone. */
const COMEBACK_MIN_MS = 1_000
const COMEBACK_SPREAD_MS = 4_000

const keepers = new Map<string, Keeper>()
let socket: Socket | undefined

const between = (minMs: number, spreadMs: number): number => minMs + Math.random() * spreadMs

/**
 * Opens the page's one socket. Without a ticket only what is public is heard; a ticket is good once, so each connection
 * asks for its own.
 */
export function connect(ticket?: () => Promise<Reply<{ ticket?: string }>>): void {
  if (socket !== undefined) return
  const opened = io({
    transports: ['websocket'],
    auth: (tell: (auth: object) => void) => (ticket === undefined ? tell({}) : void comeIn(ticket, tell)),
    ...COME_BACK,
  })
  socket = opened
  const comeIn = async (asked: NonNullable<typeof ticket>, tell: (auth: object) => void): Promise<void> => {
    const reply = await asked()
    if (reply.ok) return tell(reply.value)
    if (reply.code === 'access.unknown') useHub.setState({ turnedAway: true })
    // No ticket, no handshake.
    opened.disconnect()
    comeBack()
  }
  const comeBack = (): void => {
    useHub.setState({ link: 'lost' })
    if (!opened.active) setTimeout(() => opened.connect(), between(COMEBACK_MIN_MS, COMEBACK_SPREAD_MS))
  }
  opened.on('connect', () => {
    useHub.setState({ link: 'live', lastWordMs: performance.now(), turnedAway: false })
    for (const keeper of keepers.values()) keeper.resume()
  })
  opened.on('disconnect', comeBack)
  opened.on('connect_error', comeBack)
  opened.on('clock', (said: ResumeAnswer['clock']) => {
    useHub.setState({ clock: clockFrom(said, performance.now(), 0) })
  })
  opened.on('event', (envelope: Envelope) => {
    heard(() => keepers.get(roomKey(envelope.stream, envelope.audience))?.envelope(envelope))
  })
  opened.on('frame', (message: FrameMessage) => {
    heard(() => keepers.get(roomKey(message.stream, message.audience))?.frame(message))
  })
  opened.io.on('ping', () => heard())
}

/** The socket while it is connected; commands go over HTTP otherwise. */
export const liveSocket = (): Socket | undefined => (socket?.connected ? socket : undefined)

async function ask(request: ResumeRequest): Promise<ResumeAnswer | Refused> {
  if (socket === undefined) throw new Error('not connected')
  const sentMs = performance.now()
  const answer: ResumeAnswer | Refused = await socket.timeout(RESUME_TIMEOUT_MS).emitWithAck('resume', request)
  const wallMs = performance.now()
  const clock = 'clock' in answer ? clockFrom(answer.clock, wallMs, wallMs - sentMs) : undefined
  useHub.setState({ lastWordMs: wallMs, ...(clock && { clock }) })
  return answer
}

function join(stream: StreamName, audience: string): void {
  const key = roomKey(stream, audience)
  if (keepers.has(key)) return
  const show = (room: Room): void => showRoom(key, room)
  const keeper = keepRoom(stream, audience, {
    ask,
    changed: held => show({ held }),
    refused: refused => show({ refused }),
    afterPause: step => setTimeout(step, between(PAUSE_MIN_MS, PAUSE_SPREAD_MS)),
  })
  keepers.set(key, keeper)
  if (liveSocket() !== undefined) keeper.resume()
}

const NOTHING: Room = {}

/** The room as it stands, joined on first use; nothing while the stream is not known yet. */
export function useRoom(stream: StreamName | undefined, audience: string): Room {
  useEffect(() => {
    if (stream !== undefined) join(stream, audience)
  }, [stream, audience])
  return useHub(state => (stream === undefined ? undefined : state.rooms[roomKey(stream, audience)])) ?? NOTHING
}
