import type { Stock } from './stock.ts'

/**
 * Where a kiosk keeps its stock: on the disk before anything of it is shown, and changed as a whole, so that neither a
 * power cut nor a second window gives a number out twice.
 */
const DATABASE = 'pingting-offline'
const STORE = 'stock'

export async function readStock(deviceId: string): Promise<Stock | undefined> {
  const database = await openShelf()
  try {
    return await settled<Stock | undefined>(database.transaction(STORE).objectStore(STORE).get(deviceId))
  } finally {
    database.close()
  }
}

/** @param change to what it becomes; the same for nothing. @returns what is kept, once it is on the disk. */
export async function changeStock(
  deviceId: string,
  change: (stock: Stock | undefined) => Stock | undefined,
): Promise<Stock | undefined> {
  const database = await openShelf()
  try {
    const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' })
    const kept = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
    })
    const store = transaction.objectStore(STORE)
    const before = await settled<Stock | undefined>(store.get(deviceId))
    const after = change(before)
    if (after !== undefined && after !== before) store.put(after, deviceId)
    await kept
    return after
  } finally {
    database.close()
  }
}

function openShelf(): Promise<IDBDatabase> {
  const opening = indexedDB.open(DATABASE, 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE)
  return settled(opening)
}

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
