import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useSession } from '../../../../hall-display/src/hub/session.ts'
import { clearStage, happens, show, shows } from '../stage/hooks.ts'
import { openHub, type SayingHub } from '../stage/hub.ts'
import { openPage } from '../stage/page.ts'
import { refusedBy } from '../stage/refused.ts'

const ME = { actor: { kind: 'staff', staffId: 'c1' }, halls: [] }

let hub: SayingHub
beforeEach(async () => {
  hub = await openHub()
  openPage(hub.url)
})
afterEach(async () => {
  await clearStage()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  await hub.close()
})

test('[AC34] a face asks who it is, hears that its session is over, and asks once more after a log-in', async () => {
  const refused = refusedBy('access.unknown')
  hub.say('/api/me', { status: 401, body: refused }, { body: ME })
  const session = await show(() => useSession())

  await shows(() => session.now.refused !== undefined)
  expect(session.now).toMatchObject({ refused })
  await happens(() => session.now.renew())

  await shows(() => session.now.me !== undefined)
  expect(session.now).toMatchObject({ me: ME })
  expect(session.now.refused).toBeUndefined()
})

test('[AU3] a face left alone asks again after a second or a few, until the hub is there', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
  hub.say('/api/me', { status: 503, body: refusedBy('hub.unavailable') }, { body: ME })

  const session = await show(() => useSession('t1.x'))
  await shows(() => session.now.me !== undefined)

  expect(hub.heard.map(({ credential }) => credential)).toEqual(['t1.x', 't1.x'])
  expect(session.now.refused).toBeUndefined()
})

test('[AU3] a face that has gone asks no more, whenever its answer comes', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  const pauses = vi.spyOn(globalThis, 'setTimeout')
  const answered = vi.spyOn(Response.prototype, 'json')
  const again = () => pauses.mock.calls.filter(([, delayMs]) => delayMs === 2_500).length
  const heard = (tally: number) =>
    vi.waitUntil(() => answered.mock.settledResults.filter(({ type }) => type === 'fulfilled').length === tally)
  hub.say('/api/me', { status: 503, body: refusedBy('hub.unavailable') })

  const staying = await show(() => useSession())
  await heard(1)
  await happens(() => new Promise(setImmediate))
  expect(again()).toBe(1)
  await staying.unmount()
  const leaving = await show(() => useSession())
  await leaving.unmount()
  await heard(2)
  await new Promise(setImmediate)

  expect(again()).toBe(1)
})
