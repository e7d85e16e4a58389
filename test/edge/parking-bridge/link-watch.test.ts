import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HallFrame, ScreenEvent } from '@pingting/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LivingHouse, startHouse } from '../../../server/living-hall/house.ts'
import { HALL_ID, LOT_ID } from '../../../server/living-hall/seed.ts'
import { PASSWORD } from '../../support/hub-process.ts'
import { Listener, until } from '../../support/room.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'link-'))
/** So long may a screen show a link that is gone. */
const RED_WITHIN_MS = 10_000
const TIMEOUT_MS = 60_000

let house: LivingHouse
let desk: Listener
let board: Listener

beforeAll(async () => {
  // Business time runs sixty times as fast: silence is measured by the wall all the same.
  const businessClock = `2026-11-23T00:30:00.000Z@${Date.now()}x60`
  house = await startHouse({ dataDir, password: PASSWORD, hub: { PORT: '0' }, businessClock })
  const body = JSON.stringify({ staffId: 'operator', password: PASSWORD })
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${house.url}/api/login`, { method: 'POST', headers, body })
  const { credential } = (await answer.json()) as { credential: string }
  desk = await new Listener(house.url, { credential }).opened()
  board = await new Listener(house.url).opened()
  const { snapshot } = await desk.enter(`lot:${LOT_ID}`, 'parking')
  await board.enter(`hall:${HALL_ID}`, 'public')
  if (snapshot?.lot?.linkUsable !== true) await until('the link is up', () => lastLink()?.type === 'lot.linkRestored')
}, 90_000)
afterAll(async () => {
  desk?.close()
  board?.close()
  await house?.stop()
  rmSync(dataDir, { recursive: true, force: true })
}, 30_000)

type LinkEvent = Extract<ScreenEvent, { type: 'lot.linkLost' | 'lot.linkRestored' }>
const lastLink = (): LinkEvent | undefined =>
  desk.envelopes
    .flatMap(({ events }) => events)
    .filter((event): event is LinkEvent => event.type === 'lot.linkLost' || event.type === 'lot.linkRestored')
    .at(-1)
const onBoard = (): boolean | undefined => (board.frames.at(-1)?.frame as HallFrame | undefined)?.gateUsable

async function shows(usable: boolean, what: string): Promise<number> {
  const beganMs = performance.now()
  const type = usable ? 'lot.linkRestored' : 'lot.linkLost'
  await until(what, () => lastLink()?.type === type && onBoard() === usable)
  return performance.now() - beganMs
}

test('[LT13] kill -9 of the bridge: desk and board show a lost link within ten seconds, and a link when it is back', {
  timeout: TIMEOUT_MS,
}, async () => {
  await until('the board has a figure', () => onBoard() === true)
  house.bridge.process.kill('SIGKILL')
  await house.bridge.ended
  const tookMs = await shows(false, 'the killed bridge is missed')
  console.info(`bridge killed → desk and board red after ${Math.round(tookMs)} ms`)
  expect(tookMs).toBeLessThan(RED_WITHIN_MS)
  expect(lastLink()).toMatchObject({ reason: 'bridgeAway' })
  await house.restart('bridge')
  console.info(`bridge back → green after ${Math.round(await shows(true, 'the new bridge is heard'))} ms`)
})

test('[LT13] a bridge that hangs with its connection open is missed as well, and believed again when it goes on', {
  timeout: TIMEOUT_MS,
}, async () => {
  house.bridge.process.kill('SIGSTOP')
  const tookMs = await shows(false, 'the frozen bridge is missed')
  expect(tookMs).toBeLessThan(RED_WITHIN_MS)
  expect(lastLink()).toMatchObject({ reason: 'bridgeAway' })
  house.bridge.process.kill('SIGCONT')
  await shows(true, 'the bridge speaks again')
})

test('[LT13] a gate that is away is told as such', { timeout: TIMEOUT_MS }, async () => {
  house.gate.process.kill('SIGKILL')
  await house.gate.ended
  await shows(false, 'the gate is missed')
  expect(lastLink()).toMatchObject({ reason: 'gateAway' })
  await house.restart('gate')
  await shows(true, 'the gate is back')
})
