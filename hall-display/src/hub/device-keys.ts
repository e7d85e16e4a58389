/**
 * The key of a device: made here, never told to anybody, and kept where a page can use it and not read it. A browser
 * profile that is copied as files may carry it along; a script that runs in the page cannot take it away.
 */
const STORE = 'keys'

export interface MadeKey {
  /** 32 bytes in base64url. */
  publicKey: string
  privateKey: CryptoKey
}

/** @returns undefined where the browser has no Ed25519, or the page is not served over HTTPS or by this very machine. */
export async function makeKey(): Promise<MadeKey | undefined> {
  try {
    const pair = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair
    const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
    return { publicKey: base64url(raw), privateKey: pair.privateKey }
  } catch {
    return undefined
  }
}

/** @returns the signature in base64url. */
export async function signWith(key: CryptoKey, text: string): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.sign('Ed25519', key, new TextEncoder().encode(text))))
}

export const keepKey = (deviceId: string, key: CryptoKey): Promise<unknown> =>
  inStore('readwrite', store => store.put(key, deviceId))

export const findKey = (deviceId: string): Promise<CryptoKey | undefined> =>
  inStore<CryptoKey | undefined>('readonly', store => store.get(deviceId)).catch(() => undefined)

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

async function inStore<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opening = indexedDB.open('pingting', 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE)
  const database = await settled(opening)
  try {
    return await settled(ask(database.transaction(STORE, mode).objectStore(STORE)))
  } finally {
    database.close()
  }
}

export const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
