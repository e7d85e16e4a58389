import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { hubAt, livedDay } from '../support/books/lived-day.ts'
import { type HubProcess, PASSWORD } from '../support/hub-process.ts'
import { openWindow, press, words } from './browser.ts'

const PATIENT = { timeout: 20_000 }
const DESK = { width: 1366, height: 768 }
let hub: HubProcess
let window: Awaited<ReturnType<typeof openWindow>>

beforeAll(async () => {
  const { dataDir } = await livedDay()
  hub = await hubAt('2026-11-24T01:00:00.000Z', dataDir)
  window = await openWindow(hub.url)
}, 60_000)
afterAll(async () => {
  await window?.close()
  await hub?.dispose()
})

async function logIn(staffId: string, language?: 'en'): Promise<Page> {
  const page = await window.open('/policies', DESK, language)
  await page.getByTestId('staff-id').fill(staffId)
  await page.getByTestId('password').fill(PASSWORD)
  await press(page, 'log-in-submit')
  await page.getByTestId('policies').waitFor(PATIENT)
  return page
}
const standings = (page: Page): Promise<string[]> =>
  page
    .getByTestId('version')
    .evaluateAll(versions => versions.map(({ dataset }) => `${dataset['version']} ${dataset['standing']}`))
const cells = (page: Page, row: string): Promise<string[]> => page.locator(`[data-row=${row}] td`).allInnerTexts()

it('[OD2] [OD3] a version is written and tried on last week, with money and without', async () => {
  // given the manager, who writes one that is wrong: he is told what, and nothing can be sent
  const manager = await logIn('manager')
  await manager.getByTestId('policy-freeMinutes').fill('0')
  expect(await manager.getByTestId('adopt').isDisabled()).toBe(true)
  expect(await manager.getByTestId('try').isDisabled()).toBe(true)
  expect(await manager.getByText('请填写 1 至 1440 的整数。').count()).toBe(1)
  // What nobody has touched is not called wrong yet; the button says what it waits for.
  expect(await manager.locator('[aria-invalid=true]').count()).toBe(1)
  expect(await manager.locator('.adopt .fix-first').innerText()).toContain('版本号、减免时长')
  await manager.getByTestId('policy-freeMinutes').fill('60')
  await manager.getByTestId('policy-version').fill('2027-1')

  // when it is tried on last week, it is told beside what was, with what was tried and by which tariff
  await press(manager, 'try')
  await expect.poll(() => manager.getByTestId('trial').getAttribute('data-visits'), PATIENT).toBe('1')
  expect(await cells(manager, 'granted')).toEqual(['1', '1', '0', '1'])
  expect(await cells(manager, 'withheld')).toEqual(['0', '0', '0', '0'])
  expect(await cells(manager, 'grantedMinutes')).toEqual(['60', '120', '-60', '120'])
  expect(await cells(manager, 'waivedFen')).toEqual(['¥2.00', '¥4.00', '-¥2.00', '¥4.00'])
  expect(await manager.locator('.trial [role=status]').innerText()).toMatch(/2027-1.*2026-11-17.*2026-11-23/)
  expect(await words(manager, 'trial')).toMatch(/60 分钟\s*（原为 120 分钟）[\s\S]*每小时 ¥2.00/)

  // then only it and the versions go on paper
  await manager.emulateMedia({ media: 'print' })
  expect(await manager.getByTestId('trial').isVisible()).toBe(true)
  for (const id of ['policy-version', 'try', 'adopt']) expect(await manager.getByTestId(id).isVisible()).toBe(false)
  await manager.emulateMedia({ media: null })

  // after a change it says that it is old; without a tariff it tells no money
  await press(manager, 'with-tariff')
  expect(await manager.getByText('请重新试算').count()).toBe(1)
  await press(manager, 'try')
  await expect.poll(() => cells(manager, 'waivedFen'), PATIENT).toEqual(['—', '—', '—', '¥4.00'])
  expect(await manager.getByText('请重新试算').count()).toBe(0)
  // Days that are not over cannot be tried: the hub says why.
  await manager.getByTestId('trial-to').fill('2026-11-24')
  await press(manager, 'try')
  await expect.poll(() => manager.locator('.trial [data-testid=refused]').innerText(), PATIENT).toContain('今天以前')
  expect(window.complaints).toEqual([])
}, 120_000)

it('[OD2] a version is adopted before the eyes of all, and withdrawn', async () => {
  // given the manager, who writes, and the operator, who reads
  const [manager, operator] = [await logIn('manager'), await logIn('operator', 'en')]
  const [[first]] = [await standings(manager)]
  expect(first).toContain('inForce')
  expect(await operator.getByTestId('read-only').innerText()).toContain('read the policies')
  expect(await operator.getByTestId('adopt').count()).toBe(0)

  // when he adopts one, once he has read what it changes, the operator sees it come
  await manager.getByTestId('policy-freeMinutes').fill('60')
  await manager.getByTestId('policy-version').fill('2027-1')
  await manager.getByTestId('effective-from').fill('2026-12-01')
  await press(manager, 'adopt')
  const dialog = manager.locator('dialog[open]')
  expect(await dialog.innerText()).toMatch(/2027-1[\s\S]*2026-12-01[\s\S]*60 分钟\s*（原为 120 分钟）/)
  expect(await dialog.locator('[data-about]').count()).toBe(1)
  // Enter without reading leaves all as it was.
  await manager.keyboard.press('Enter')
  expect(await standings(operator)).toEqual([first])
  await press(manager, 'adopt')
  await dialog.getByTestId('yes').click()
  await expect.poll(() => words(manager, 'adopted'), PATIENT).toContain('2027-1')
  await expect.poll(() => standings(operator), PATIENT).toEqual(['2027-1 coming', first])

  // then one that begins before it is said to end with it; its name is used up, which the hub says in words
  await manager.getByTestId('effective-from').fill('2026-11-25')
  await press(manager, 'adopt')
  expect(await dialog.getByTestId('holds-until').innerText()).toMatch(/2026-11-30.*2027-1/)
  await dialog.getByTestId('yes').click()
  await expect.poll(() => manager.locator('.adopt [data-testid=refused]').innerText(), PATIENT).toContain('已经用过')

  // and withdrawn it is gone for everybody
  await press(manager, 'withdraw')
  await dialog.getByTestId('yes').click()
  for (const page of [manager, operator]) await expect.poll(() => standings(page), PATIENT).toEqual([first])
  expect(window.complaints).toEqual([])
}, 120_000)
