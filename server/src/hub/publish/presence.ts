import type { Actor } from '@pingting/contract'
import type { Server } from 'socket.io'

/** Which devices of a hall have a socket open at this hub; of several hubs each knows its own only. */
export interface Presence {
  online(hallId: string): ReadonlySet<string>
}

const NOBODY: ReadonlySet<string> = new Set()

/** @param changed a device came, or its last socket closed */
export function openPresence(io: Server, changed: (hallId: string) => void): Presence {
  const sockets = new Map<string, Map<string, number>>()
  const online = new Map<string, ReadonlySet<string>>()

  /** A page that is loaded anew has two sockets for a moment. */
  function count(hallId: string, deviceId: string, step: 1 | -1): void {
    const tallies = sockets.get(hallId) ?? new Map<string, number>()
    sockets.set(hallId, tallies)
    const tally = (tallies.get(deviceId) ?? 0) + step
    if (tally > 0) tallies.set(deviceId, tally)
    else tallies.delete(deviceId)
    online.set(hallId, new Set(tallies.keys()))
    changed(hallId)
  }

  io.on('connection', socket => {
    const { actor } = socket.data as { actor?: Actor }
    if (actor?.kind !== 'device') return
    const { hallId, deviceId } = actor
    count(hallId, deviceId, 1)
    socket.on('disconnect', () => count(hallId, deviceId, -1))
  })
  return { online: hallId => online.get(hallId) ?? NOBODY }
}
