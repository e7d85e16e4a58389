import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { usePresence } from '../../../../../hall-display/src/parts/gate/presence.ts'
import { clearStage, happens, show } from '../../stage/hooks.ts'
import { openHub, type SayingHub } from '../../stage/hub.ts'
import { openPage, type Page } from '../../stage/page.ts'

const MINUTE_MS = 60_000

let hub: SayingHub
let page: Page
beforeEach(async () => {
  hub = await openHub()
  hub.say('/api/here', { status: 204, body: '' })
  page = openPage(hub.url)
  vi.useFakeTimers({ toFake: ['performance'] })
})
afterEach(async () => {
  await clearStage()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  await hub.close()
})

const touchAfter = (spanMs: number, sign = 'pointerdown') =>
  happens(() => {
    vi.advanceTimersByTime(spanMs)
    page.happen(sign)
  })

test('[AC34] staff before a screen keep their session, told once in five minutes however much they touch', async () => {
  await show(() => usePresence(true))

  await touchAfter(4 * MINUTE_MS)
  await touchAfter(MINUTE_MS, 'keydown')
  await touchAfter(MINUTE_MS)
  await touchAfter(4 * MINUTE_MS)

  await vi.waitUntil(() => hub.heard.length === 2, 10_000)
  expect(hub.heard).toMatchObject(Array(2).fill({ method: 'POST', path: '/api/here' }))
})

test('[AC34] who is no staff, or has left the screen, tells nothing', async () => {
  const visitor = await show(() => usePresence(false))
  await touchAfter(6 * MINUTE_MS)
  await visitor.render(() => usePresence(true))
  await visitor.unmount()

  await touchAfter(6 * MINUTE_MS)

  await happens(() => fetch(`${hub.url}/last`))
  expect(hub.heard.map(({ path }) => path)).toEqual(['/last'])
})
