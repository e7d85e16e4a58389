import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { PASSWORD } from '../../support/hub-process.ts'
import { atGate, keepShot, openStage, pairingLink, press, type Stage, typePlate, words } from '../browser.ts'

/** The machine may be busy with other suites; nothing here is timed. */
const PATIENT = { timeout: 30_000 }
const DESK = { width: 1366, height: 768 }
const PLATE = '鲁F12345'

let stage: Stage
let booth: Page
let desk: Page
beforeAll(async () => {
  stage = await openStage()
  booth = await logIn('/booth', 'operator')
  await booth.getByTestId('booth').waitFor(PATIENT)
  desk = await logIn('/counter', 'clerk01')
  await press(desk, 'open-C01')
})
afterAll(() => stage?.close())

async function logIn(path: string, staffId: string): Promise<Page> {
  const page = await stage.open(path, DESK)
  await page.getByTestId('staff-id').fill(staffId)
  await page.getByTestId('password').fill(PASSWORD)
  await press(page, 'log-in-submit')
  return page
}

const enter = (plate: string) =>
  atGate(stage, '/cars/enter', { plate, at: new Date(Date.parse(stage.now()) - 40 * 60_000).toISOString() })
const type = (text: string) => booth.getByTestId('booth-text').fill(text)
const verdict = () => booth.getByTestId('booth-verdict').getAttribute('data-state')
const shot = (name: string) => keepShot(booth, `booth-${name}`)

/** Somebody takes a ticket with this plate, is served and rates at the tablet. @returns the ticket's number */
async function visit(plate: string): Promise<string> {
  const kiosk = await stage.open(await pairingLink(stage, 'kiosk'), { width: 1080, height: 1920 })
  const tablet = await stage.open(await pairingLink(stage, 'tablet', 'C01'), { width: 1024, height: 768 })
  await press(kiosk, 'service-enterprise')
  await press(kiosk, 'plate-open')
  await typePlate(kiosk, plate)
  await press(kiosk, 'take')
  const number = await words(kiosk, 'slip-number')
  await press(desk, 'verb-callNext')
  await press(desk, 'verb-arrive')
  // Twenty seconds of service, at sixty times the wall's pace.
  await desk.waitForTimeout(700)
  await press(desk, 'verb-finish')
  await press(tablet, 'level-4')
  await press(tablet, 'rating-submit')
  for (const page of [kiosk, tablet]) await page.context().close()
  return number
}

it('[FA95, FA96] given a car that earned nothing, when its driver rates, then the booth that looks at it shows it by itself', async () => {
  await enter(PLATE)
  await enter('鲁F12346')
  await type('2345')
  await expect.poll(verdict, PATIENT).toBe('none')
  expect(await words(booth, 'booth-car')).toContain('在场')
  await shot('not-rated')

  const number = await visit(PLATE)

  await expect.poll(verdict, PATIENT).toBe('confirmed')
  expect(await words(booth, 'booth-verdict')).toContain('前离场免费')
  await shot('confirmed')
  await type(number)
  await expect.poll(() => booth.getByTestId('booth-car').getAttribute('data-how'), PATIENT).toBe('ticket')
  await booth.getByTestId('booth-story').waitFor()
})

it('[FA95] given what finds several, one that is one off, and none, then each is said and can be chosen by keys', async () => {
  await type(PLATE)
  await expect.poll(() => booth.getByTestId('booth-line').count(), PATIENT).toBe(1)
  await booth.getByTestId('booth-text').focus()
  await booth.keyboard.press('Tab')
  await booth.keyboard.press('Tab')
  await booth.keyboard.press('Enter')
  await expect.poll(() => booth.getByTestId('booth-car').getAttribute('data-plate'), PATIENT).toBe('鲁F12346')
  await shot('near')
  await type('99999')
  expect(await words(booth, 'booth-none')).toContain('没有找到')
  await shot('none')
})

it('[FA96] given a rating whose plate is one character off, then it stands beside the car that it may mean', async () => {
  await enter('鲁F88881')
  await visit('鲁F88887')
  await type('88881')
  await expect.poll(() => booth.getByTestId('booth-mistyped').innerText(), PATIENT).toContain('鲁F88887')
  await shot('mistyped')
})

it('[FA97, OD10] given the gate is away, then the booth says so and what to do; given the hub is away, it keeps what it knew', async () => {
  const { gate, hub } = stage.house
  gate.process.kill('SIGKILL')
  await gate.ended
  await type(PLATE)
  await expect.poll(() => booth.getByTestId('booth-link').isVisible(), PATIENT).toBe(true)
  expect(await verdict()).toBe('confirmed')
  await shot('gate-away')
  hub.process.kill('SIGKILL')
  await hub.ended
  await expect.poll(() => booth.getByTestId('link-badge').getAttribute('data-live'), PATIENT).toBe('false')
  expect(await verdict()).toBe('confirmed')
  expect(await booth.getByTestId('booth-link').innerText()).toContain('显示的是断开前的情况')
  await shot('hub-away')
  await stage.house.restart('hub')
  await stage.house.restart('gate')
  await expect.poll(() => booth.getByTestId('booth-link').count(), PATIENT).toBe(0)
  expect(stage.complaints).toEqual([])
})
