/// <reference lib="webworker" />
declare const self: ServiceWorkerGlobalScope
/** Set by the build: the face, a hash of all it made for that face, and the paths of those files. */
declare const FACE: string
declare const BUILD: string
declare const FILES: readonly string[]
/** The phone's own words for a notice, by language; a face that is told nothing has none. */
declare const WORDS: Readonly<Record<string, Readonly<Record<'counter' | 'called' | 'nth', string>>>>

const PAGE = `/${FACE}`
const KEPT = `${FACE}-${BUILD}`
/** A network slower than this is as good as none for the page itself. */
const PAGE_TIMEOUT_MS = 4_000

/**
 * All of one build or nothing. Between two builds the page may already be another's than this worker: then nothing is
 * kept, and the browser tries again when the page is opened next.
 */
async function keepAll(): Promise<void> {
  const page = await fetch(PAGE, { cache: 'no-store' })
  const text = await page.clone().text()
  const named = [...text.matchAll(/\/assets\/[\w.-]+/g)].map(([path]) => path)
  if (!page.ok || named.length === 0 || named.some(path => !FILES.includes(path)))
    throw new Error('the page is of another build')
  const cache = await caches.open(KEPT)
  await cache.addAll([...FILES])
  await cache.put(PAGE, page)
}

/** Runs when no page of an older build is open any more: until then that page finds what it loads later. */
async function dropOlder(): Promise<void> {
  const names = await caches.keys()
  await Promise.all(names.filter(name => name.startsWith(`${FACE}-`) && name !== KEPT).map(name => caches.delete(name)))
}

/** The network first; without it, or with an answer that is no page, as it was kept. */
async function pageFor(request: Request): Promise<Response> {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PAGE_TIMEOUT_MS) })
    if (answer.ok) return answer
    return (await kept(PAGE)) ?? answer
  } catch (error) {
    const page = await kept(PAGE)
    if (page === undefined) throw error
    return page
  }
}

const kept = async (path: string): Promise<Response | undefined> => (await caches.open(KEPT)).match(path)

self.addEventListener('install', event => event.waitUntil(keepAll()))
self.addEventListener('activate', event => event.waitUntil(dropOlder()))
self.addEventListener('fetch', event => {
  const { request } = event
  const { pathname, origin } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  // The scope of `/book` has `/books` in it, which is another's.
  if (request.mode === 'navigate') {
    if (pathname === PAGE) event.respondWith(pageFor(request))
  }
  // A built file never changes under its name. Everything else, what the hub answers above all, is left to the network.
  else if (FILES.includes(pathname)) event.respondWith(kept(pathname).then(file => file ?? fetch(request)))
})
/** A hub told it, through the browser's own service; the page may be closed. One notice of a ticket replaces the last. */
self.addEventListener('push', event => {
  const { number, language, counter, ahead } = event.data?.json() ?? {}
  const say = WORDS[language] ?? WORDS['zh-CN']
  if (say === undefined) return
  const place = /^\d+$/.test(counter) ? say.counter.replace('{label}', counter) : counter
  const body = ahead === undefined ? say.called.replace('{counter}', place) : say.nth.replace('{nth}', ahead + 1)
  const options = { body, tag: 'ticket', renotify: true, icon: '/icon.svg' }
  event.waitUntil(self.registration.showNotification(number, options))
})
/** A tapped notice brings the ticket forward. */
self.addEventListener('notificationclick', event => {
  event.notification.close()
  const forward = async (): Promise<unknown> => {
    const [open] = await self.clients.matchAll({ type: 'window' })
    return open === undefined ? self.clients.openWindow(PAGE) : open.focus()
  }
  event.waitUntil(forward())
})

export {}
