import type { Actor } from '@pingting/contract'

/**
 * Who may enter which room. Deny by default: what is not named here is refused.
 * @param lotIds the lots of the hall, when the stream is one: a bridge hears of it what concerns its own lot
 */
export function mayListen(
  actor: Actor | undefined,
  stream: string,
  audience: string,
  lotIds: readonly string[] = [],
): boolean {
  const [kind, id] = split(stream)
  const [room, about] = split(audience)
  if (kind === 'hall' && room === 'public') return true
  if (actor === undefined || kind === 'city') return false
  switch (actor.kind) {
    case 'staff':
      return mayStaffListen(actor, kind, id, room)
    case 'device':
      if (kind !== 'hall' || id !== actor.hallId) return false
      return actor.device === 'wall' ? room === 'wall' : room === 'counter' && about === actor.counterId
    case 'citizen':
      return kind === 'hall' && id === actor.hallId && room === 'ticket' && about === actor.ticketId
    case 'bridge':
      if (room !== 'bridge') return false
      if (kind === 'hall') return lotIds.includes(about) && actor.lotIds.includes(about)
      return about === '' && actor.lotIds.includes(id)
    case 'system':
      return false
  }
}

/** Who is told levels to the last rating (ME14). */
const MANAGERS: readonly string[] = ['manager', 'admin']

function mayStaffListen(actor: Extract<Actor, { kind: 'staff' }>, kind: string, id: string, room: string): boolean {
  const here = kind === 'hall' ? actor.hallIds.includes(id) : actor.lotIds.includes(id)
  if (!here) return false
  // A clerk sees the floor and no plate; a parking operator sees plates and not the floor.
  if (room === 'floor') return kind === 'hall' && actor.role !== 'operator'
  if (room === 'office' || room === 'wall') return kind === 'hall' && MANAGERS.includes(actor.role)
  return room === 'parking' && actor.role !== 'clerk'
}

const split = (name: string): [string, string] => {
  const colon = name.indexOf(':')
  return colon < 0 ? [name, ''] : [name.slice(0, colon), name.slice(colon + 1)]
}

/** The audience whose eyes an actor has for the answer to a command of its own. */
export function audienceOf(actor: Actor, stream: string): string {
  switch (actor.kind) {
    case 'staff':
      return actor.role === 'operator' ? 'parking' : 'floor'
    case 'device':
      return actor.device === 'tablet' ? `counter:${actor.counterId ?? ''}` : 'floor'
    case 'citizen':
      return `ticket:${actor.ticketId}`
    case 'bridge':
      return stream.startsWith('hall:') ? `bridge:${actor.lotIds[0] ?? ''}` : 'bridge'
    case 'system':
      return 'floor'
  }
}
