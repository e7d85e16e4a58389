import { afterAll, beforeAll, expect, it } from 'vitest'
import { PASSWORD } from '../support/hub-process.ts'
import { openStage, press, type Stage, words } from './browser.ts'

/** From the death of the bridge to red badges. */
const RED = { timeout: 10_000, interval: 50 }
const GREEN = { timeout: 20_000, interval: 50 }

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage?.close()
})

it('[LT13] kill -9 of the bridge: the badges of parking desk and board go red within ten seconds', async () => {
  // given board and parking desk with a link that works
  const board = await stage.open('/board?hall=yt-centre', { width: 1920, height: 1080 })
  const parking = await stage.open('/parking', { width: 1366, height: 768 })
  await parking.getByTestId('staff-id').fill('operator')
  await parking.getByTestId('password').fill(PASSWORD)
  await press(parking, 'log-in-submit')
  const usable = async () => [
    await board.getByTestId('gate-badge').getAttribute('data-usable'),
    await parking.getByTestId('gate-link').getAttribute('data-usable'),
  ]
  await expect.poll(usable, GREEN).toEqual(['true', 'true'])

  // when the bridge dies without a word
  stage.house.bridge.process.kill('SIGKILL')
  await stage.house.bridge.ended

  // then both say so in time, and say that it is back when it is
  await expect.poll(usable, RED).toEqual(['false', 'false'])
  expect(await words(parking, 'gate-link')).toBe('停车网桥没有应答，减免暂时送不到道闸')
  expect(await words(board, 'gate-badge')).toBe('停车减免暂停送达')
  await stage.house.restart('bridge')
  await expect.poll(usable, GREEN).toEqual(['true', 'true'])
  expect(stage.complaints).toEqual([])
})

it('[OD10] kill -9 of the hub: the parking desk does not say of the gate what it last heard', async () => {
  const parking = await stage.open('/parking', { width: 1366, height: 768 }, 'en')
  await parking.getByTestId('staff-id').fill('operator')
  await parking.getByTestId('password').fill(PASSWORD)
  await press(parking, 'log-in-submit')
  const link = () => parking.getByTestId('gate-link').innerText({ timeout: 20_000 })
  await expect.poll(link, GREEN).toBe('Gate connected')
  stage.house.hub.process.kill('SIGKILL')
  await stage.house.hub.ended
  await expect.poll(link, GREEN).toBe('How the gate is cannot be known now')
  await stage.house.restart('hub')
  await expect.poll(link, GREEN).toBe('Gate connected')
}, 90_000)
