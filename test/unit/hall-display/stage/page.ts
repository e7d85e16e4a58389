import { vi } from 'vitest'

/** What a face finds around it in a browser, as far as the code beside the components touches it. */
export interface Page {
  location: { protocol: string; host: string; hostname: string; port: string; search: string }
  kept: Map<string, string>
  document: EventTarget & { title: string; documentElement: { lang: string }; activeElement: undefined }
  /** Something happens on the page, as when somebody presses a key. */
  happen(type: string, fields?: object): void
}

/** Puts a page around the test, at an address. Ends with `vi.unstubAllGlobals()`. */
export function openPage(address = 'http://127.0.0.1/board'): Page {
  const { protocol, host, hostname, port, search } = new URL(address)
  const window = Object.assign(new EventTarget(), { HTMLIFrameElement: class {} })
  const document = Object.assign(new EventTarget(), {
    title: '',
    documentElement: { lang: '' },
    activeElement: undefined,
  })
  const kept = new Map<string, string>()
  const page: Page = {
    location: { protocol, host, hostname, port, search },
    kept,
    document,
    happen(type, fields = {}) {
      const event = new Event(type)
      for (const [name, value] of Object.entries(fields)) Object.defineProperty(event, name, { value })
      window.dispatchEvent(event)
    },
  }
  vi.stubGlobal('window', window)
  vi.stubGlobal('addEventListener', window.addEventListener.bind(window))
  vi.stubGlobal('removeEventListener', window.removeEventListener.bind(window))
  vi.stubGlobal('document', document)
  vi.stubGlobal('location', page.location)
  vi.stubGlobal('indexedDB', openDatabases())
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  })
  // A page names its own hub by the path alone.
  const { fetch } = globalThis
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => fetch(new URL(path, address), init))
  return page
}

/** One store of keys that opens as a browser's does: the first time it is made, later it is there. */
function openDatabases() {
  const rows = new Map<string, unknown>()
  const request = (result: unknown, made?: string) => {
    const asked = { result, onsuccess: () => undefined, onupgradeneeded: () => undefined }
    setImmediate(() => {
      if (made !== undefined) asked.onupgradeneeded()
      asked.onsuccess()
    })
    return asked
  }
  const store = {
    put: (row: unknown, key: string) => request(void rows.set(key, row)),
    get: (key: string) => request(rows.get(key)),
  }
  const database = {
    createObjectStore: () => store,
    transaction: () => ({ objectStore: () => store }),
    close: () => {},
  }
  return { open: (name: string) => request(database, name) }
}
