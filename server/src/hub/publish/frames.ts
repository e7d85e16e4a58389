import type { FrameMessage } from '@pingting/contract'
import type { Server } from 'socket.io'
import { kindOf, roomOf, type Shown } from './publish.ts'

const TICK_MS = 100
/** A keyframe goes out even when nothing changed: what is volatile may have been lost. */
const KEYFRAME_MS = 10_000
const TICKET_MS = 1_000

/** Streams as the frames need them. */
export interface FrameSource {
  stream: string
  seq: number
  at: string
  shown: Shown
}

/**
 * The state lane: figures, coalesced. At most ten a second per room, one a second for a citizen's page; volatile,
 * since the next one supersedes it.
 */
export function openFrames(io: Server, epoch: string, sources: () => FrameSource[]): { touch(stream: string): void; close(): void } {
  const dirty = new Set<string>()
  let ticks = 0

  function send(source: FrameSource, room: string): void {
    const audience = room.slice(source.stream.length + 1)
    const frame = source.shown.frame(audience)
    if (frame === undefined) return
    const message: FrameMessage = { stream: source.stream, audience, epoch, seq: source.seq, at: source.at, frame }
    io.to(room).volatile.emit('frame', message)
  }

  function tick(): void {
    ticks += 1
    const keyframe = ticks % (KEYFRAME_MS / TICK_MS) === 0
    const ticketTurn = ticks % (TICKET_MS / TICK_MS) === 0
    for (const source of sources()) {
      const rooms = io.of('/').adapter.rooms
      const changed = dirty.delete(source.stream)
      if (changed || keyframe) {
        const room = roomOf(source.stream, 'public')
        if (rooms.has(room)) send(source, room)
      }
      // A citizen's place moves with everybody else's ticket, so every page is drawn again, once a second.
      if (ticketTurn) {
        for (const room of rooms.keys()) {
          if (room.startsWith(`${source.stream}/`) && kindOf(room.slice(source.stream.length + 1)) === 'ticket') send(source, room)
        }
      }
    }
  }

  const timer = setInterval(tick, TICK_MS)
  return { touch: stream => void dirty.add(stream), close: () => clearInterval(timer) }
}
