import type { Actor, Instant } from '@pingting/contract'
import type { Server } from 'socket.io'

/** Which devices are there: those with an open socket, and when the others had their last one. Of this hub, in memory. */
export interface Sightings {
  since: Instant
  /** The devices of a hall that have a socket open now. */
  here(hallId: string): ReadonlySet<string>
  seenAt(hallId: string, deviceId: string): Instant | undefined
}

const nameOf = (hallId: string, deviceId: string): string => `${hallId}|${deviceId}`

export function openSightings(io: Server, now: () => Instant): Sightings {
  const last = new Map<string, Instant>()
  const actorOf = (socket: { data: unknown }): Actor | undefined => (socket.data as { actor?: Actor }).actor
  io.on('connection', socket => {
    const actor = actorOf(socket)
    if (actor?.kind !== 'device') return
    socket.on('disconnect', () => last.set(nameOf(actor.hallId, actor.deviceId), now()))
  })
  return {
    since: now(),
    here(hallId) {
      const here = new Set<string>()
      for (const socket of io.of('/').sockets.values()) {
        const actor = actorOf(socket)
        if (actor?.kind === 'device' && actor.hallId === hallId) here.add(actor.deviceId)
      }
      return here
    },
    seenAt: (hallId, deviceId) => last.get(nameOf(hallId, deviceId)),
  }
}
