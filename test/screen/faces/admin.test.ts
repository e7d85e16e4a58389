import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { PASSWORD } from '../../support/hub-process.ts'
import { barriersOn, beyondTheEdge, LOOKS, wear } from '../barriers.ts'
import { openStage, pairingLink, press, type Stage, words } from '../browser.ts'

const PATIENT = { timeout: 20_000 }
const DESK = { width: 1366, height: 768 }
const WALL = { width: 1920, height: 1080 }
const PARTS = [
  'steps',
  'hall',
  'services',
  'counters',
  'hours',
  'staff',
  'devices',
  'parking',
  'tags',
  'audit',
] as const

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
}, 120_000)
afterAll(() => stage?.close())

async function logIn(path: string, staffId: string, language?: 'en', password = PASSWORD): Promise<Page> {
  const page = await stage.open(path, DESK, language)
  await page.getByTestId('staff-id').fill(staffId)
  await page.getByTestId('password').fill(password)
  await press(page, 'log-in-submit')
  return page
}
async function admin(part: (typeof PARTS)[number], language?: 'en'): Promise<Page> {
  const page = await logIn(`/admin#${part}`, 'admin', language)
  await page.getByTestId('admin').waitFor(PATIENT)
  return page
}
const isDone = (page: Page, step: string) => page.getByTestId(`step-${step}`).getAttribute('data-done')

it('[FA85] the first steps name what is missing, in order, each with the way there', async () => {
  const page = await admin('steps')
  expect(await page.getByTestId('steps-left').getAttribute('data-left')).toBe('2')
  expect([await isDone(page, 'hall'), await isDone(page, 'hours'), await isDone(page, 'devices')]).toEqual([
    ...['true', 'false', 'false'],
  ])
  // when the hours are set, by way of the step's own link and by key alone
  await page.getByTestId('step-hours').getByRole('link').focus()
  await page.keyboard.press('Enter')
  await page.getByTestId('hours-form').waitFor(PATIENT)
  for (const day of [6, 0]) await page.getByTestId(`open-${day}`).check()
  for (const day of [0, 1, 2, 3, 4, 5, 6]) {
    await page.getByTestId(`from-${day}`).fill('00:00')
    await page.getByTestId(`to-${day}`).fill('23:59')
  }
  await page.getByTestId('keeps-holidays').uncheck()
  await page.getByTestId('save').focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => words(page, 'saved'), PATIENT).toBe('已保存。')
  await press(page, 'part-steps')
  await expect.poll(() => isDone(page, 'hours'), PATIENT).toBe('true')
  expect(stage.complaints).toEqual([])
})

it('[FA86] [HL51] a counter that is added is on the board and at the consoles at once, and its form says what is wrong', async () => {
  const board = await stage.open('/board?hall=yt-centre', WALL)
  await board.getByTestId('board').waitFor(PATIENT)
  const clerk = await logIn('/counter', 'clerk03')
  await clerk.getByTestId('open-C03').waitFor(PATIENT)
  const page = await admin('counters')
  await press(page, 'add')
  await page.getByTestId('counter-id').fill('C 41')
  await page.getByTestId('counter-label').fill('40')
  expect(await page.getByTestId('save').isDisabled()).toBe(true)
  expect(await page.locator('[aria-invalid=true]').count()).toBe(1)
  await page.getByTestId('counter-id').fill('C41')
  await press(page, 'in-tax')
  await press(page, 'save')
  // The hub's own sentence stands beside the field it is about.
  await expect.poll(() => page.locator('.entry .hint.wrong').innerText(), PATIENT).toContain('已有窗口使用这个窗口号')
  await page.getByTestId('counter-label').fill('41')
  await press(page, 'save')

  await page.locator('[data-counter=C41]').waitFor(PATIENT)
  await clerk.getByTestId('open-C41').waitFor(PATIENT)
  await press(clerk, 'open-C41')
  const kiosk = await stage.open(await pairingLink(stage, 'kiosk'), { width: 1080, height: 1920 })
  await press(kiosk, 'service-tax')
  await press(kiosk, 'take')
  await kiosk.getByTestId('slip-number').waitFor(PATIENT)
  await press(clerk, 'verb-callNext')
  await expect.poll(() => board.getByTestId('call-counter').first().innerText(), PATIENT).toContain('41')
  expect(stage.complaints).toEqual([])
})

it('[FA87] [HL54] on a day that is set closed the kiosk says so', async () => {
  const kiosk = await stage.open(await pairingLink(stage, 'kiosk'), { width: 1080, height: 1920 })
  const page = await admin('hours')
  await page.getByTestId('hours-form').waitFor(PATIENT)
  await page.getByTestId('day').fill(stage.now().slice(0, 10))
  await press(page, 'add-day')
  await press(page, 'save')
  await expect.poll(() => words(page, 'saved'), PATIENT).toBe('已保存。')
  await press(kiosk, 'service-tax')
  await press(kiosk, 'take')
  await expect.poll(() => words(kiosk, 'refused'), PATIENT).toContain('不在取号时间')
  await page.getByTestId('single-day').getByRole('button').click()
  await press(page, 'save')
})

it('[TK79, FA110] cards are read where the admin says so, by a reader of the kiosk’s own machine and no other', async () => {
  const page = await admin('hall')
  const form = page.getByTestId('real-name-form')
  await form.getByTestId('real-name').selectOption('optional')
  await form.getByTestId('reader-url').fill('http://10.0.0.9:8777/card')
  expect(await form.getByTestId('save').isDisabled()).toBe(true)
  await form.getByTestId('reader-url').fill('http://127.0.0.1:8777/card')
  expect(await beyondTheEdge(page)).toBe(0)
  await form.getByTestId('save').click()
  await expect.poll(() => form.getByTestId('saved').innerText(), PATIENT).not.toBe('')
  await page.reload()
  await expect.poll(() => form.getByTestId('reader-url').inputValue(), PATIENT).toBe('http://127.0.0.1:8777/card')
  await form.getByTestId('real-name').selectOption('off')
  await form.getByTestId('save').click()
  await expect.poll(() => form.getByTestId('saved').innerText(), PATIENT).not.toBe('')
  await page.close()
})

it('[FA88, FA107] a device is paired with a code, is seen, and is put off', async () => {
  const page = await admin('devices', 'en')
  await press(page, 'add')
  // [FA107] every kind that is paired, and what a booth is instead
  expect(await page.getByTestId('device-kind').innerText()).toMatch(/board[\s\S]*wall[\s\S]*kiosk[\s\S]*tablet/i)
  expect(await page.getByTestId('invite-form').innerText()).toContain('A booth is not paired')
  await page.getByTestId('device-kind').selectOption('tablet')
  await page.getByTestId('device-counter').selectOption('C05')
  await press(page, 'save')
  const address = new URL(await words(page, 'pairing-address'))
  const tablet = await stage.open(address.pathname + address.hash, { width: 1024, height: 768 })
  await tablet.waitForURL('**/tablet?device=**', PATIENT)
  const row = page.locator('[data-device^=tablet-C05]')
  await expect.poll(() => row.getAttribute('data-here'), PATIENT).toBe('true')

  await row.getByTestId('revoke').click()
  await row.getByTestId('yes').click()

  await row.waitFor({ ...PATIENT, state: 'detached' })
  await tablet.getByTestId('not-paired').waitFor(PATIENT)
})

it('[FA89] an account is made, its password is shown once, and it is closed', async () => {
  const page = await admin('staff')
  await press(page, 'add')
  await page.getByTestId('new-staff-id').fill('clerk01')
  await page.getByTestId('new-name').fill('王新')
  await press(page, 'save')
  await expect.poll(() => page.locator('.entry .hint.wrong').innerText(), PATIENT).toContain('已经存在')
  await page.getByTestId('new-staff-id').fill('clerk77')
  await press(page, 'save')
  const password = await words(page, 'first-password')
  await press(page, 'handed-over')
  expect(await page.getByText(password).count()).toBe(0)
  const newcomer = await logIn('/counter', 'clerk77', undefined, password)
  await newcomer.getByTestId('choose-password').waitFor(PATIENT)

  await press(page, 'change-clerk77')
  const row = page.locator('[data-staff=clerk77]')
  await row.getByTestId('close-account').click()
  await row.getByTestId('yes').nth(1).click()
  await expect.poll(() => row.getAttribute('data-closed'), PATIENT).toBe('true')
})

it('[FA90] the audit says who did what, is narrowed down, and goes into a file', async () => {
  const page = await admin('audit')
  await page.getByTestId('audit-kind').selectOption('account')
  await expect.poll(() => page.getByTestId('deed').first().innerText(), PATIENT).toContain('停用账号')
  expect(await page.getByTestId('deed').first().innerText()).toMatch(/系统管理员.*admin.*127\.0\.0\.1.*clerk77/s)
  const [file] = await Promise.all([page.waitForEvent('download'), press(page, 'audit-export')])
  const text = readFileSync(await file.path(), 'utf8')
  expect(text.startsWith('\uFEFF时间,何人,从何处,何事\r\n')).toBe(true)
  expect(text).toContain('clerk77')
  await page.getByTestId('audit-person').selectOption('clerk09')
  await page.getByTestId('audit-none').waitFor(PATIENT)
  // A manager keeps his hall, and sees neither accounts nor deeds.
  const manager = await logIn('/admin', 'manager')
  await manager.getByTestId('admin').waitFor(PATIENT)
  expect(await manager.getByTestId('part-audit').count()).toBe(0)
  expect(await manager.getByTestId('hall-name').isDisabled()).toBe(true)
})

it.each(['zh-CN', 'en'] as const)(
  '[FA91] no part of the set-up has a barrier: %s',
  async language => {
    const page = await admin('steps', language === 'en' ? 'en' : undefined)
    for (const part of PARTS) {
      await press(page, `part-${part}`)
      if (part === 'services' || part === 'counters' || part === 'devices') await press(page, 'add')
      if (part === 'staff') await press(page, 'change-clerk02')
      // What the founding did is there, whatever was done since.
      if (part === 'audit') await page.getByTestId('audit-who').selectOption('all')
      if (part === 'audit') await page.getByTestId('deed').first().waitFor(PATIENT)
      for (const look of LOOKS.filter(each => each.language === language)) {
        await wear(page, look)
        expect({ part, look, barriers: await barriersOn(page) }).toEqual({ part, look, barriers: [] })
      }
      await page.setViewportSize({ width: 683, height: 384 })
      expect({ part, beyond: await beyondTheEdge(page) }).toEqual({ part, beyond: 0 })
      await page.setViewportSize(DESK)
    }
  },
  180_000,
)
