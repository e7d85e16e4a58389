import type { FrameMessage, StreamName } from '@pingting/contract'
import type { Server } from 'socket.io'
import type { Hub } from '../dispatch.ts'
import { idIn, kindOf as kindOfStream } from '../streams/kinds.ts'
import { kindOf, type Shown } from './publish.ts'

const TICK_MS = 100
/** A keyframe goes out even when nothing changed: what is volatile may have been lost. */
const KEYFRAME_TICKS = 100
const TICKET_TICKS = 10

/**
 * The state lane: figures, coalesced. At most ten a second per room, one a second for a citizen's page; volatile,
 * since the next one supersedes it.
 */
export function openFrames(io: Server, epoch: string, hub: Hub, shown: (stream: string) => Shown | undefined) {
  const dirty = new Set<StreamName>()
  /** Rooms somebody is in, by their stream; told by the sockets, so that nobody goes through all of them ten times a second. */
  const listened = new Map<StreamName, Set<string>>()
  let ticks = 0
  const { adapter } = io.of('/')
  adapter.on('create-room', (room: string) => {
    const stream = streamOf(room)
    if (stream === undefined) return
    const rooms = listened.get(stream)
    if (rooms === undefined) listened.set(stream, new Set([room]))
    else rooms.add(room)
  })
  adapter.on('delete-room', (room: string) => {
    const stream = streamOf(room)
    const rooms = stream === undefined ? undefined : listened.get(stream)
    if (rooms?.delete(room) && rooms.size === 0) listened.delete(stream!)
  })

  function send(stream: string, rooms: readonly string[], seq: number): void {
    const view = shown(stream)
    for (const room of rooms) {
      const audience = room.slice(stream.length + 1)
      const frame = view?.frame(audience)
      if (frame === undefined) continue
      const message: FrameMessage = { stream, audience, epoch, seq, at: hub.now(), frame }
      io.to(room).volatile.emit('frame', message)
    }
  }

  /** A citizen's place moves with everybody else's ticket, so it is drawn each second, news or not. */
  function dueOf(name: StreamName, rooms: ReadonlySet<string>): string[] {
    const turn = ticks + phaseOf(name)
    const isKeyframe = turn % KEYFRAME_TICKS === 0
    const drawsTickets = isKeyframe || turn % TICKET_TICKS === 0
    const drawsOthers = isKeyframe || dirty.has(name)
    if (!drawsTickets && !drawsOthers) return []
    return [...rooms].filter(room => (kindOf(room.slice(name.length + 1)) === 'ticket' ? drawsTickets : drawsOthers))
  }

  function tick(): void {
    ticks += 1
    for (const [name, rooms] of listened) {
      const due = dueOf(name, rooms)
      dirty.delete(name)
      // Read between two batches: no figure is shown that is not durable.
      if (due.length > 0)
        hub
          .stream(kindOfStream(name), idIn(name))
          ?.read((_state: unknown, head) => send(name, due, head.seq))
          .catch(() => dirty.add(name))
    }
  }

  const timer = setInterval(tick, TICK_MS)
  /** Who comes in later is shown the figures as they are then. */
  const draw = (stream: StreamName): void => void (listened.has(stream) && dirty.add(stream))
  /** A hall's figures hold the spaces and the link of its lots. */
  function touch(stream: StreamName): void {
    draw(stream)
    const lot = stream.startsWith('lot:') ? hub.stream('lot', stream.slice('lot:'.length))?.peek() : undefined
    for (const hallId of lot?.card?.hallIds ?? []) draw(`hall:${hallId}`)
  }
  return { touch, close: () => clearInterval(timer) }
}

/** Of the room of an audience; a socket's own room is of none. */
const streamOf = (room: string): StreamName | undefined => {
  const slash = room.indexOf('/')
  return slash < 0 ? undefined : (room.slice(0, slash) as StreamName)
}

/** Halls have their turn at different ticks, so that a hundred of them are not drawn at one moment. */
const phaseOf = (name: StreamName): number => {
  let sum = 0
  for (let place = 0; place < name.length; place += 1) sum = (sum * 31 + name.charCodeAt(place)) % KEYFRAME_TICKS
  return sum
}
