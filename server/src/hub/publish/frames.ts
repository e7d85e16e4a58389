import type { FrameMessage } from '@pingting/contract'
import type { Server } from 'socket.io'
import type { Hub } from '../dispatch.ts'
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
  const dirty = new Set<string>()
  let ticks = 0

  /** Rooms of a stream whose turn it is. A citizen's place moves with everybody else's ticket, so it is drawn each second. */
  const roomsOf = (stream: string, isKeyframe: boolean): string[] =>
    [...io.of('/').adapter.rooms.keys()].filter(room => {
      if (!room.startsWith(`${stream}/`)) return false
      return kindOf(room.slice(stream.length + 1)) !== 'ticket' || isKeyframe || ticks % TICKET_TICKS === 0
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

  function tick(): void {
    ticks += 1
    const isKeyframe = ticks % KEYFRAME_TICKS === 0
    for (const kind of ['hall', 'lot'] as const) {
      for (const { id } of hub.states(kind)) {
        const name = `${kind}:${id}`
        const isDirty = dirty.has(name)
        if (!isDirty && !isKeyframe && ticks % TICKET_TICKS !== 0) continue
        const rooms = roomsOf(name, isKeyframe).filter(room => isDirty || isKeyframe || room.includes('/ticket:'))
        dirty.delete(name)
        // Read between two batches: no figure is shown that is not durable.
        if (rooms.length > 0)
          hub
            .stream(kind, id)
            ?.read((_state: unknown, head) => send(name, rooms, head.seq))
            .catch(() => dirty.add(name))
      }
    }
  }

  const timer = setInterval(tick, TICK_MS)
  /** A hall's figures hold the spaces and the link of its lots. */
  function touch(stream: string): void {
    dirty.add(stream)
    const lot = stream.startsWith('lot:') ? hub.stream('lot', stream.slice('lot:'.length))?.peek() : undefined
    for (const hallId of lot?.card?.hallIds ?? []) dirty.add(`hall:${hallId}`)
  }
  return { touch, close: () => clearInterval(timer) }
}
