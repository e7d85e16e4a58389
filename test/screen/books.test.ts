import { afterAll, beforeAll, expect, it } from 'vitest'
import { DAY, hubAt, livedDay, PLATE } from '../support/books/lived-day.ts'
import { type HubProcess, PASSWORD } from '../support/hub-process.ts'
import { keepShot, openWindow, press, words } from './browser.ts'

const PATIENT = { timeout: 20_000 }
const DESK = { width: 1366, height: 768 }
let hub: HubProcess
let phantom: string
let exemptionId: string
let window: Awaited<ReturnType<typeof openWindow>>

beforeAll(async () => {
  const lived = await livedDay()
  phantom = lived.phantom
  exemptionId = lived.exemptionId
  hub = await hubAt('2026-11-24T01:00:00.000Z', lived.dataDir)
  window = await openWindow(hub.url)
}, 60_000)
afterAll(async () => {
  await window?.close()
  await hub?.dispose()
})

async function logIn(staffId: string, language?: 'en') {
  const page = await window.open('/books', DESK, language)
  await page.getByTestId('staff-id').fill(staffId)
  await page.getByTestId('password').fill(PASSWORD)
  await press(page, 'log-in-submit')
  return page
}

it('[OD1, OD7, OD9] a difference is proposed by one, approved by another, and the day is signed by both sides', async () => {
  // given operator and manager before the books of a day on which the gate let a car go that nobody had granted
  const [operator, manager] = [await logIn('operator'), await logIn('manager', 'en')]
  for (const page of [operator, manager]) {
    await expect.poll(() => page.getByTestId('break').count(), PATIENT).toBe(1)
    expect(await page.getByTestId('break').getAttribute('data-key')).toBe(phantom)
    await expect.poll(() => page.getByTestId('figures').getAttribute('data-count'), PATIENT).toBe('1')
  }
  expect(await words(operator, 'break')).toContain('大厅没有发放的减免')
  expect(await words(manager, 'break')).toContain('Not granted by any hall')
  expect(await operator.getByTestId('closing').getAttribute('data-day')).toBe(DAY)
  // A manager decides; he does not propose for the car park.
  expect(await manager.getByTestId('break-adjust').count()).toBe(0)

  // when the operator proposes what it comes to, and the manager approves
  await press(operator, 'break-adjust')
  await operator.locator('dialog[open] input').last().fill('车场多减免一次')
  await keepShot(operator, 'books-adjust')
  await operator.locator('dialog[open] [data-testid=send]').click()
  await expect.poll(() => words(operator, 'break'), PATIENT).toContain('须由另一人复核')
  expect(await operator.getByTestId('break-approve').count()).toBe(0)
  await expect.poll(() => words(manager, 'break'), PATIENT).toContain('¥4.00')
  await press(manager, 'break-approve')

  // then it is gone everywhere, and is a row of the next version, which both sides sign
  for (const page of [operator, manager]) await expect.poll(() => page.getByTestId('break').count(), PATIENT).toBe(0)
  expect(await operator.getByTestId('sign-hall').count()).toBe(0)
  await expect.poll(() => words(manager, 'signatures'), PATIENT).toContain('version 2: rows 2')
  const first = await manager.getByTestId('earlier-versions').locator('a').getAttribute('href')
  expect((await manager.request.get(hub.url + first)).headers()['content-disposition']).toContain(`${DAY}-v1`)
  await press(operator, 'look')
  await expect.poll(() => words(operator, 'adjusted'), PATIENT).toContain('operator、manager')
  expect(await words(operator, 'shifts')).toContain('07:00 至')
  await press(manager, 'sign-hall')
  await press(operator, 'sign-lot')
  await expect.poll(() => operator.getByTestId('closing').getAttribute('data-day'), PATIENT).not.toBe(DAY)
  await operator.getByTestId('closing-day').fill(DAY)
  await expect.poll(() => operator.getByTestId('signatures').getAttribute('data-closed'), PATIENT).toBe('true')
  expect(await words(operator, 'signatures')).toContain('已关账')

  // and looked at again it is as it was
  await press(operator, 'look')
  await expect.poll(() => operator.getByTestId('look').isEnabled(), PATIENT).toBe(true)
  expect(await operator.getByTestId('break').count()).toBe(0)
  expect(window.complaints).toEqual([])
}, 120_000)

it('[RB33, RB72] the story of what was used is told from its ticket on, to the closed settlement it stands in', async () => {
  const operator = await logIn('operator')
  await operator.getByTestId('story-key').fill(PLATE)
  await press(operator, 'story-look')
  await operator.getByTestId('of-plate').getByRole('button').click()
  expect(await operator.getByTestId('story-key').inputValue()).toBe(exemptionId)
  await expect.poll(() => operator.getByTestId('story').getAttribute('data-count'), PATIENT).not.toBe(null)
  const story = await words(operator, 'story')
  for (const moment of ['取号', '发放减免', '入场', '道闸按减免放行', '已使用', '生成结算单', '这一天已关账'])
    expect(story).toContain(moment)
  expect(story).toContain(`一致 · ${DAY} 结算单第 1 版 · 减免 ¥4.00`)
}, 60_000)

it('[OD4] the free parking of two weeks is drawn, with every figure in a table that paper has too', async () => {
  const page = await logIn('manager', 'en')
  await expect.poll(() => page.getByTestId('uses').locator('tr').count(), PATIENT).toBe(16)
  const cells = (row: string) => page.getByTestId('uses').locator(`[data-row="${row}"] td`).allInnerTexts()
  expect(await cells(DAY)).toEqual(['1', '120', '1', '100', '¥4.00'])
  expect(await cells('2026-11-11')).toEqual(['0', '0', '0', '0', '¥0.00'])
  expect(await cells('whole')).toEqual(['1', '120', '1', '100', '¥4.00'])

  // Granted, used, and the money of it: of each a bar on the one day that had any.
  const chart = page.getByTestId('uses-chart')
  await expect.poll(() => chart.locator('.recharts-bar-rectangle path').count(), PATIENT).toBe(3)
  for (const width of [1366, 390]) {
    await page.setViewportSize({ width, height: 768 })
    // The charts measure themselves anew a moment after.
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth), PATIENT).toBe(0)
  }
  await page.emulateMedia({ media: 'print' })
  expect([await page.getByTestId('uses').isVisible(), await chart.isVisible()]).toEqual([true, false])
  expect(window.complaints).toEqual([])
}, 60_000)

it('[RB80, RB81, RB82] a line of a closed day is disputed from its story with a picture, and the other side answers', async () => {
  // given the story of a use that both sides have signed
  const [operator, manager] = [await logIn('operator'), await logIn('manager', 'en')]
  for (const page of [operator, manager]) await page.getByTestId('closing-day').fill(DAY)
  await operator.getByTestId('story-key').fill(exemptionId)
  await press(operator, 'story-look')

  // when the car park says what it should come to instead
  await press(operator, 'dispute')
  const inputs = operator.locator('dialog[open] input')
  await inputs.nth(0).fill('-40')
  await inputs.nth(1).fill('-2.00')
  await inputs.nth(2).fill('照片上是另一辆车')
  await inputs.nth(3).fill('ns=4;s=pic-17')
  await keepShot(operator, 'books-dispute')
  await operator.locator('dialog[open] [data-testid=send]').click()

  // then it stands before both, its own side does not decide, and nobody signs
  await expect.poll(() => words(operator, 'break'), PATIENT).toContain('须由另一方答复')
  expect(await operator.getByTestId('break-approve').count()).toBe(0)
  await expect.poll(() => words(manager, 'break'), PATIENT).toContain('evidence ns=4;s=pic-17')
  expect(await words(manager, 'break')).toContain('Disputed by the car park')
  await expect.poll(() => words(manager, 'disputes-open'), PATIENT).toContain('1 dispute')
  await keepShot(manager, 'books-disputed', true)

  // and when the hall does not agree, it is over, with what was answered
  await press(manager, 'break-reject')
  await manager.locator('dialog[open] input, dialog[open] textarea').last().fill('the plate is the same')
  await manager.locator('dialog[open] [data-testid=send]').click()
  for (const page of [operator, manager]) await expect.poll(() => page.getByTestId('break').count(), PATIENT).toBe(0)
  await expect.poll(() => words(operator, 'endings'), PATIENT).toContain('the plate is the same')
  expect(await words(operator, 'endings')).toContain('由 manager 否决')
  expect(window.complaints).toEqual([])
}, 60_000)
