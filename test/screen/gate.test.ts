import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { PASSWORD } from '../support/hub-process.ts'
import { openStage, press, type Stage, words } from './browser.ts'

const SOON = { timeout: 10_000, interval: 50 }

let stage: Stage
beforeAll(async () => {
  // A gate whose cameras are devices of their own, as the parts of the house inherit it.
  vi.stubEnv('CAMERAS', 'autoid')
  stage = await openStage()
})
afterAll(async () => {
  await stage?.close()
  vi.unstubAllEnvs()
})

const atGate = (path: string, body: object) =>
  fetch(stage.house.controlUrl + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const fault = (name: string, active: boolean, laneId?: string) =>
  atGate('/alarms', { name, active, ...(laneId === undefined ? {} : { laneId }) })

async function atDesk(language?: 'en'): Promise<Page> {
  const page = await stage.open('/parking', { width: 1366, height: 768 }, language)
  await page.getByTestId('staff-id').fill('operator')
  await page.getByTestId('password').fill(PASSWORD)
  await press(page, 'log-in-submit')
  await expect.poll(() => page.getByTestId('gate-link').getAttribute('data-usable'), SOON).toBe('true')
  return page
}

it('[LT31] the parking desk shows what is wrong with the devices as it comes and goes, and says it politely', async () => {
  // given two parking desks at a gate that is well
  const [desk, english] = [await atDesk(), await atDesk('en')]
  expect(await desk.getByTestId('alarms').count()).toBe(0)
  expect(await words(desk, 'alarms-said')).toBe('没有设备报警')

  // when two devices fail
  await fault('PaperLow', true)
  await fault('BarrierFault', true, 'Lane_1')

  // then both are there, the gravest first, and are read out
  const shown = () =>
    desk.locator('[data-testid=alarms] li').evaluateAll(rows => rows.map(row => row.getAttribute('data-alarm')))
  await expect.poll(shown, SOON).toEqual(['BarrierFault', 'PaperLow'])
  expect(await desk.locator('[data-alarm=BarrierFault]').innerText()).toMatch(
    /^严重\s+800\s+道闸故障\s+Lane_1\s+\d\d\/\d\d \d\d:\d\d:\d\d 起\s+the barrier does not move$/,
  )
  await expect.poll(() => words(desk, 'device-health'), SOON).toBe('设备状态：故障')
  expect(await words(desk, 'alarms-said')).toBe('设备报警 2 条：道闸故障, 票纸不足')
  expect(await desk.getByTestId('alarms-said').getAttribute('role')).toBe('status')
  await expect.poll(() => words(english, 'alarms-said'), SOON).toBe('2 device alarms: Barrier fault, Paper low')

  // when they work again · then nothing is left of it
  await fault('BarrierFault', false, 'Lane_1')
  await expect.poll(shown, SOON).toEqual(['PaperLow'])
  await fault('PaperLow', false)
  await expect.poll(() => desk.getByTestId('alarms').count(), SOON).toBe(0)
  await expect.poll(() => words(english, 'alarms-said'), SOON).toBe('No device alarms')
  expect(stage.complaints).toEqual([])
}, 60_000)

it('[GT60, LT33, LT35, LT46] plates that cameras were not sure of wait on the parking desk until a person has looked', async () => {
  // given two cars of which the camera was not sure
  const desk = await atDesk()
  await atGate('/cars/enter', { plate: '鲁F40001', confidence: 41 })
  await atGate('/cars/enter', { plate: '鲁F40002', confidence: 63 })
  const waiting = () =>
    desk.locator('[data-review]').evaluateAll(rows => rows.map(row => row.getAttribute('data-plate')))
  await expect.poll(waiting, SOON).toEqual(['鲁F40001', '鲁F40002'])
  expect(await desk.locator('[data-plate=鲁F40001][data-review]').innerText()).toMatch(
    /^鲁F40001\s+\d\d:\d\d\s+Lane_1，识别把握 41%\s+照片 nsu=\S+;s=picture-1\s+识别正确\s+更正车牌$/,
  )

  // when the first was read rightly · then it waits no more
  await press(desk, 'review-right')
  await expect.poll(waiting, SOON).toEqual(['鲁F40002'])

  // when the second is put right, with a text that is no plate first
  const put = async (plate: string): Promise<void> => {
    await press(desk, 'review-wrong')
    await desk.getByTestId('sentence').last().fill(plate)
    await desk.locator('[data-review] [data-testid=send]').click()
  }
  await put('4')
  await expect.poll(() => desk.locator('[data-review]').innerText(), SOON).toContain('车牌号不正确')
  await put('鲁f·40003')

  // then it stands among the cars inside under its true plate, beside the one the gate has
  await expect.poll(() => desk.getByTestId('review').count(), SOON).toBe(0)
  expect(await desk.locator('[data-testid=cars] [data-plate=鲁F40003]').innerText()).toContain('道闸记为 鲁F40002')
  expect(stage.complaints).toEqual([])
}, 60_000)
