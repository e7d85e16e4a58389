import { type BusinessDay, businessDayOf, type Commit, ERASED, type Event, personalFields } from '@pingting/contract'
import { type Keys, seal, unseal } from './keys.ts'

/** A personal value as the store holds it: ciphertext, the name of its key, and an index to look it up by. */
export interface Sealed {
  key: string
  sealed: string
  index: string
}

export type StoredEvent = Record<string, unknown> & { type: string; at: string }
export type StoredCommit = Omit<Commit, 'events'> & { events: StoredEvent[] }

export const keyName = (stream: string, day: BusinessDay): string => `${stream}|${day}`

const isSealed = (value: unknown): value is Sealed => typeof value === 'object' && value !== null && 'sealed' in value

/** Key names the events need, so that the caller can make them durable before anything is sealed with them. */
export const keysNeeded = (stream: string, events: readonly Event[]): string[] => [
  ...new Set(
    events
      .filter(event => personalFields.get(event.type)?.some(name => name in event) === true)
      .map(event => keyName(stream, businessDayOf(event.at))),
  ),
]

/** Names of the keys the stored events are sealed with. */
export const keysIn = (events: readonly StoredEvent[]): string[] =>
  events.flatMap(event =>
    (personalFields.get(event.type) ?? []).flatMap(name => {
      const value = event[name]
      return isSealed(value) ? value.key : []
    }),
  )

/** @throws when a key was not ensured before, which is a bug. */
export function encode(stream: string, event: Event, keys: Keys): StoredEvent {
  const stored: StoredEvent = { ...event }
  for (const name of personalFields.get(event.type) ?? []) {
    const value = stored[name]
    if (value === undefined || value === ERASED) continue
    const keyId = keyName(stream, businessDayOf(event.at))
    const key = keys.find(keyId)
    if (key === undefined) throw new Error(`no data key ${keyId}`)
    stored[name] = {
      key: keyId,
      sealed: seal(key, String(value), `${keyId}|${name}`),
      index: keys.index(String(value)),
    } satisfies Sealed
  }
  return stored
}

/** @param name of the field it was sealed in */
export function reveal(value: Pick<Sealed, 'key' | 'sealed'>, name: string, keys: Pick<Keys, 'find'>): string {
  const key = keys.find(value.key)
  return key === undefined ? ERASED : unseal(key, value.sealed, `${value.key}|${name}`)
}

/** A value whose key is gone reads as `erased`; every fold accepts that word. */
export function decode(stored: StoredEvent, keys: Keys): Event {
  const event: Record<string, unknown> = { ...stored }
  for (const name of personalFields.get(stored.type) ?? []) {
    const value = event[name]
    if (!isSealed(value)) continue
    event[name] = reveal(value, name, keys)
  }
  return event as Event
}
