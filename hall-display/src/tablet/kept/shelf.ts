import type { Refused } from '@pingting/contract'
import { settled } from '../../hub/device-keys.ts'
import type { Shelf, Shelved } from './delivery.ts'

/** A day of a busy counter; what is more is refused while the visitor still stands there. */
export const KEPT_MAX = 200

const WAITING = 'waiting'
const REFUSED = 'refused'

export interface Tally {
  waiting: number
  /** Whose ratings wait: they have rated. */
  ticketIds: string[]
  /** What the hub did not take, for the hall to see; without whose it was and how it was. */
  refused: Pick<Refused, 'zh' | 'en' | 'code'>[]
}

export interface DeviceShelf extends Shelf {
  tally(): Promise<Tally>
  /** The hall has seen what was refused. */
  forgetRefused(): Promise<void>
}

/** A database of each device's own, so that a machine that shows several faces sends nothing under a wrong name. */
export function openShelf(deviceId: string): DeviceShelf {
  const database = open(`pingting.ratings.${deviceId}`)
  /** `strict`: what the visitor was told is kept is on the disk. */
  async function within<T>(
    mode: IDBTransactionMode,
    work: (of: (store: string) => IDBObjectStore) => T | Promise<T>,
  ): Promise<T> {
    const transaction = (await database).transaction([WAITING, REFUSED], mode, { durability: 'strict' })
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
    })
    const [result] = await Promise.all([work(store => transaction.objectStore(store)), done])
    return result
  }
  return {
    put: command =>
      within('readwrite', async of => {
        if ((await settled(of(WAITING).count())) >= KEPT_MAX) return false
        await settled(of(WAITING).add({ command }))
        return true
        // A full disk is no room either.
      }).catch(() => false),
    async first() {
      const [first] = await within('readonly', of => settled<Shelved[]>(of(WAITING).getAll(null, 1)))
      return first
    },
    take: (place, refused) =>
      within('readwrite', of => {
        of(WAITING).delete(place)
        if (refused !== undefined) of(REFUSED).add({ code: refused.code, zh: refused.zh, en: refused.en })
      }),
    tally: () =>
      within('readonly', async of => {
        const shelved = await settled<Shelved[]>(of(WAITING).getAll())
        const refused = await settled<Tally['refused']>(of(REFUSED).getAll())
        return { waiting: shelved.length, ticketIds: shelved.map(({ command }) => command.ticketId), refused }
      }),
    forgetRefused: () => within('readwrite', of => void of(REFUSED).clear()),
  }
}

async function open(name: string): Promise<IDBDatabase> {
  // Where the browser can, it then throws nothing away when its disk runs full.
  void navigator.storage?.persist?.().catch(() => false)
  const opening = indexedDB.open(name, 1)
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(WAITING, { keyPath: 'place', autoIncrement: true })
    opening.result.createObjectStore(REFUSED, { autoIncrement: true })
  }
  return settled(opening)
}
