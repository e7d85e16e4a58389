import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Koa, { type Middleware } from 'koa'
import { build } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { serveFaces } from '../../../../server/src/hub/http/faces.ts'
import { openWindow, type Stage } from '../../browser.ts'
import { PATIENT, PHONE, workerReady } from './stage.ts'

const FACES = fileURLToPath(new URL('../../../../hall-display', import.meta.url))

/** The phone as another release would be: every script says which one it is. */
async function releaseOf(name: string, folder: string): Promise<Middleware> {
  const outDir = join(folder, name)
  const mark = {
    name: 'mark',
    transform: (code: string, id: string) =>
      /src\/phone\/(main|RateForm)\.tsx$/.test(id) ? `${code}\nwindow.release = '${name}'\n` : undefined,
  }
  await build({
    root: FACES,
    configFile: join(FACES, 'vite.config.ts'),
    logLevel: 'error',
    plugins: [mark],
    build: { outDir },
  })
  return serveFaces(outDir)
}

let folder: string
let server: Server
let url: string
let window: Awaited<ReturnType<typeof openWindow>>
let releases: Record<'old' | 'new', Middleware>
let served: Middleware

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pingting-builds-'))
  releases = { old: await releaseOf('old', folder), new: await releaseOf('new', folder) }
  const house = new Koa().use((ctx, next) => served(ctx, next))
  server = createServer(house.callback())
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  window = await openWindow(url)
}, 60_000)
afterAll(async () => {
  await window?.close()
  server?.close()
  rmSync(folder, { recursive: true, force: true })
})

type Page = Awaited<ReturnType<Stage['open']>>
const releaseIn = (page: Page) => page.evaluate(() => (globalThis as unknown as { release?: string }).release)
const kept = (page: Page) => page.evaluate(async () => (await caches.keys()).length)

it('[FA45] a new build takes over at the next opening, and a page of the old one stays whole until it is closed', async () => {
  // given the old build, kept by its worker
  served = releases.old
  const first = await window.open('/phone', PHONE)
  const context = first.context()
  await workerReady(first)
  await first.reload()
  expect(await releaseIn(first)).toBe('old')

  // when the hub serves the new one · then the next opening is the new one, over the network
  served = releases.new
  const second = await context.newPage()
  await second.goto(`${url}/phone`)
  expect(await releaseIn(second)).toBe('new')
  // and its worker waits with a store of its own, while the old page is open and finds what it has not loaded yet
  await expect.poll(() => kept(second), PATIENT).toBe(2)
  const later = () =>
    first.evaluate(async () => {
      const names = (await caches.keys()).map(name => caches.open(name))
      const files = (await Promise.all((await Promise.all(names)).map(cache => cache.keys()))).flat()
      const own = performance.getEntriesByType('resource').map(({ name }) => name)
      const answers = await Promise.all(
        files.filter(({ url }) => url.includes('RateForm') && !own.includes(url)).map(({ url }) => fetch(url)),
      )
      return answers.map(({ ok }) => ok)
    })
  // A store is there a moment before it is filled.
  await expect.poll(later, PATIENT).toEqual([true, true])

  // when all pages were closed and one is opened without a network, it is the new one, whole
  await first.close()
  await second.close()
  const third = await context.newPage()
  await third.goto(`${url}/phone`)
  await expect.poll(() => kept(third), PATIENT).toBe(1)
  await context.setOffline(true)
  await third.reload()
  expect(await releaseIn(third)).toBe('new')
  expect(await third.getByTestId('no-ticket').isVisible()).toBe(true)
})
