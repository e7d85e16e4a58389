import { afterAll, beforeAll, expect, it } from 'vitest'
import { bridgeOf, DAY } from '../support/books/lived-day.ts'
import { messyDay, TITLES } from '../support/books/messy-day.ts'
import { type HubProcess, PASSWORD } from '../support/hub-process.ts'
import { openWindow, press, words } from './browser.ts'

const PATIENT = { timeout: 20_000 }
const DESK = { width: 1366, height: 768 }
let hub: HubProcess
let exemptionId: string
let phantom: string
let window: Awaited<ReturnType<typeof openWindow>>
let operator: Face
let manager: Face

beforeAll(async () => {
  const lived = await messyDay()
  hub = lived.hub
  exemptionId = lived.exemptionId
  phantom = lived.phantom
  window = await openWindow(hub.url)
  operator = await logIn('operator')
  manager = await logIn('manager', 'en')
}, 60_000)
afterAll(async () => {
  await window?.close()
  await hub?.dispose()
})

type Face = Awaited<ReturnType<(typeof window)['open']>>

async function logIn(staffId: string, language?: 'en'): Promise<Face> {
  const page = await window.open('/books', DESK, language)
  await page.getByTestId('staff-id').fill(staffId)
  await page.getByTestId('password').fill(PASSWORD)
  await press(page, 'log-in-submit')
  return page
}

const open = (page: Face, matchClass: string) => page.locator(`[data-testid=break][data-class=${matchClass}]`)
const reads = (page: Face, matchClass: string) => expect.poll(() => open(page, matchClass).innerText(), PATIENT)

/** Presses what stands on a break, and writes a sentence into what opens. */
async function act(page: Face, matchClass: string, button: string, text: string, kind?: string): Promise<void> {
  await open(page, matchClass).getByTestId(`break-${button}`).click(PATIENT)
  const dialog = page.locator('dialog[open]')
  if (kind !== undefined) await dialog.locator('select').selectOption(kind)
  // How much of what was paid is too much only people know.
  const amount = dialog.locator('input').nth(1)
  if (button === 'adjust' && kind === undefined) {
    expect([await amount.inputValue(), await dialog.getByTestId('send').isDisabled()]).toEqual(['', true])
    await amount.fill('4.00')
  }
  await dialog.locator('textarea, input').last().fill(text)
  await dialog.getByTestId('send').click()
}

it('[OD7] a difference tells where it stands, and leads to the story of what was granted', async () => {
  await expect.poll(() => operator.getByTestId('break').count(), PATIENT).toBe(3)
  await reads(operator, 'B12').toContain('停车 s3 · 车道 out · 出场 11/23 10:30:00')
  await reads(manager, 'B13').toContain('Stay s1 · lane out · exit 11/23, 10:30:00')
  expect(await open(operator, 'B12').getByTestId('to-story').count()).toBe(0)
  await open(operator, 'B13').getByTestId('to-story').click()
  await expect.poll(() => operator.getByTestId('story').count(), PATIENT).toBe(1)
  expect(await operator.getByTestId('story-key').inputValue()).toBe(exemptionId)
  expect(await words(operator, 'story')).toContain('B13 应免却全额缴费')
})

it('[OD6] what is open is looked through by class and by words', async () => {
  const shown = () => operator.getByTestId('break').count()
  const [byClass, byWords] = [operator.getByTestId('find-class').first(), operator.getByTestId('find-text').first()]
  await byClass.selectOption('B12')
  await expect.poll(shown, PATIENT).toBe(1)
  await byWords.fill('s1')
  await expect.poll(shown, PATIENT).toBe(0)
  await byClass.selectOption('')
  await expect.poll(shown, PATIENT).toBe(1)
  await byWords.fill('')
  await expect.poll(shown, PATIENT).toBe(3)
})

it('[RB46, RB68, OD6] a refund that was approved is taken back, nothing is due after all, and both stand among what was ended', async () => {
  // given a refund that another has approved
  await act(operator, 'B13', 'adjust', '先评价后缴费')
  await open(manager, 'B13').getByTestId('break-approve').click(PATIENT)
  await reads(operator, 'B13').toContain('已同意退款')

  // when it is taken back with a reason
  await act(operator, 'B13', 'withdraw', '车主已在窗口退过')

  // then it can be proposed anew, and as nothing due, by two persons too
  await reads(operator, 'B13').toContain('上次提出的退款未获同意')
  expect(await operator.getByTestId('ending').count()).toBe(0)
  await act(operator, 'B13', 'adjust', '车主已在窗口退过', 'nothingDue')
  await reads(manager, 'B13').toContain('finding that nothing is due: 0 min, ¥0.00')
  await open(manager, 'B13').getByTestId('break-approve').click(PATIENT)
  await expect.poll(() => open(operator, 'B13').count(), PATIENT).toBe(0)
  // and what was opened by hand takes two persons as well, since there is money in it
  await act(operator, 'B12', 'adjust', '抬杆放行，已补收', 'nothingDue')
  await open(manager, 'B12').getByTestId('break-approve').click(PATIENT)
  await expect.poll(() => open(operator, 'B12').count(), PATIENT).toBe(0)

  for (const page of [operator, manager]) await expect.poll(() => page.getByTestId('ending').count(), PATIENT).toBe(2)
  const ended = await words(operator, 'endings')
  for (const word of ['operator 提出无须调整或退款', 'manager 复核同意', '车主已在窗口退过', '抬杆放行'])
    expect(ended).toContain(word)
  await manager.getByTestId('find-text').last().fill('抬杆')
  await expect.poll(() => manager.getByTestId('ending').count(), PATIENT).toBe(1)
  expect(await words(manager, 'ending')).toContain('operator proposed')
  await manager.getByTestId('ended-to').fill('2026-11-22')
  await expect.poll(() => words(manager, 'endings'), PATIENT).toContain('nobody had to settle')
})

it('[RB94, RB95] a difference that comes back after a transfer says what was booked, and begins with what is still open', async () => {
  // given a use nobody granted, which the hall bears
  await act(operator, 'B4', 'adjust', '大厅承担', 'transfer')
  await open(manager, 'B4').getByTestId('break-approve').click(PATIENT)
  await expect.poll(() => open(operator, 'B4').count(), PATIENT).toBe(0)

  // when the gate tells a second one of it
  const report = await bridgeOf(hub)
  const use = { exemptionId: phantom, minutesApplied: 30, exitedAt: `${DAY}T03:30:00.000Z` }
  const fees = { feeBeforeFen: 250, feeWaivedFen: 250, feeAfterFen: 0 }
  await report({ kind: 'honoured', gateSeq: 8, stayId: 's2', ...use, ...fees })
  await press(operator, 'look')

  // then each says it in his language, and the dialog begins with the rest and takes no more
  await reads(operator, 'B4').toContain('此前已入账 100 分钟，¥4.00；尚余 30 分钟，¥2.50')
  await reads(manager, 'B4').toContain('Already booked: 100 min, ¥4.00; still open: 30 min, ¥2.50')
  await open(operator, 'B4').getByTestId('break-adjust').click()
  const dialog = operator.locator('dialog[open]')
  await dialog.locator('select').selectOption('transfer')
  const [minutes, amount] = [dialog.locator('input').nth(0), dialog.locator('input').nth(1)]
  expect([await minutes.inputValue(), await amount.inputValue()]).toEqual(['30', '2.50'])
  await dialog.locator('input').last().fill('大厅承担')
  await amount.fill('2.51')
  expect(await dialog.innerText()).toContain('超过了这条差异的全部：130 分钟，¥6.50')
  expect(await dialog.getByTestId('send').isDisabled()).toBe(true)
  await amount.fill('2.50')
  expect(await dialog.getByTestId('send').isEnabled()).toBe(true)
  await operator.keyboard.press('Escape')
})

const rowsOf = (...rows: string[]) => ({
  ...{ name: 'day.csv', mimeType: 'text/csv' },
  buffer: Buffer.from([TITLES, ...rows].map(line => `${line}\r\n`).join('')),
})

it('[OD5] a daily file is handed in: what cannot be taken is told by line and column, what was taken by its rows', async () => {
  // given an answer that takes its time: what is not known yet is not told as none
  const answer = Promise.withResolvers<void>()
  await operator.route('**/days/2026-11-20/file', route => answer.promise.then(() => route.continue()))
  await operator.getByTestId('file-day').fill('2026-11-20')
  await expect.poll(() => words(operator, 'file-loading'), PATIENT).toBe('正在载入…')
  expect(await operator.getByTestId('file-before').count()).toBe(0)
  answer.resolve()
  await expect.poll(() => operator.getByTestId('file-before').getAttribute('data-taken'), PATIENT).toBe('false')
  await operator.getByTestId('file-day').fill(DAY)
  await expect.poll(() => operator.getByTestId('file-before').getAttribute('data-taken'), PATIENT).toBe('false')
  const hand = async (file: ReturnType<typeof rowsOf>): Promise<void> => {
    await operator.getByTestId('file-choose').setInputFiles(file)
    await press(operator, 'file-send')
  }

  // given a workbook, which is not sent, and a file with an amount and a day that are none of this day's
  await operator.getByTestId('file-choose').setInputFiles({ ...rowsOf(), name: 'day.xlsx' })
  expect(await words(operator, 'file-wrong')).toContain('Excel 工作簿')
  expect(await operator.getByTestId('file-send').isDisabled()).toBe(true)
  await hand(rowsOf(`,t9,s9,out,${DAY} 11:00:00,0,2.00,zwei,0.00`, `,,s9,out,${DAY} 11:00:00,0,2.00,2.00,0.00`))
  await expect.poll(() => operator.getByTestId('file-bad').getAttribute('data-count'), PATIENT).toBe('2')
  expect(await words(operator, 'file-bad')).toMatch(/2\s+减免\s+不是金额，或者是负数[\s\S]*3\s+流水号/)
  await hand(rowsOf(',t9,s9,out,2026-11-22 11:00:00,0,2.00,2.00,0.00'))
  await expect.poll(() => words(operator, 'file-bad'), PATIENT).toContain('这次出场不是这一天的')
  await hand({ ...rowsOf(), buffer: Buffer.from([0xff, 0xfe, 0x41]) })
  await expect.poll(() => words(operator, 'file-bad'), PATIENT).toContain('编码不对')

  // when a right one comes, and another in its place
  await hand(rowsOf(`,t9,s9,out,${DAY} 11:00:00,0,2.00,2.00,0.00`))
  await expect.poll(() => operator.getByTestId('file-taken').getAttribute('data-rows'), PATIENT).toBe('1')
  await expect.poll(() => words(operator, 'file-send'), PATIENT).toBe('提交并取代')
  await hand(rowsOf(`,t9,s9,out,${DAY} 11:00:00,0,2.00,2.00,0.00`, `,t10,s10,out,${DAY} 11:30:00,0,2.00,0.00,2.00`))
  await expect.poll(() => words(operator, 'file-before'), PATIENT).toContain('2 行')

  // then the manager reads what was taken, and hands in none
  for (const day of ['2026-11-22', DAY]) await manager.getByTestId('file-day').fill(day)
  await expect.poll(() => words(manager, 'file-before'), PATIENT).toContain('2 rows')
  expect(await manager.getByTestId('file-choose').count()).toBe(0)
})

it('[OD8] the sheet of a day and the list of what was ended are each alone on their paper', async () => {
  // A printer is asked, and takes its time.
  await operator.evaluate(() => void Object.assign(globalThis, { print: () => {} }))
  await expect.poll(() => open(operator, 'B4').count(), PATIENT).toBe(1)
  await operator.emulateMedia({ media: 'print' })
  const seen = async () =>
    Promise.all(['breaks', 'closing', 'day-file', 'endings', 'uses'].map(id => operator.getByTestId(id).isVisible()))
  expect(await seen()).toEqual([true, true, true, true, true])
  const sheet = async (name: string) => {
    await operator.emulateMedia({ media: 'screen' })
    await press(operator, `print-${name}`)
    await operator.emulateMedia({ media: 'print' })
    const shown = await seen()
    const text = await words(operator, name === 'closing' ? 'closing' : 'endings')
    await operator.evaluate(() => dispatchEvent(new Event('afterprint')))
    return { shown, text }
  }
  const day = await sheet('closing')
  expect(day.shown).toEqual([false, true, false, false, false])
  expect(day.text).toContain(`停车减免核对单 ${DAY}`)
  expect(day.text).toContain(phantom)
  expect(day.text.match(/签字：/g)).toHaveLength(2)
  expect(day.text).not.toMatch(/下载|重新核对/)
  const list = await sheet('ended')
  expect(list.shown).toEqual([false, false, false, true, false])
  expect(list.text).toContain('抬杆放行，已补收')
  expect(await seen()).toEqual([true, true, true, true, true])
  await operator.emulateMedia({ media: 'screen' })
})

it('[AU2] nothing runs off the side of a phone, and no page failed a script or broke the content policy', async () => {
  for (const page of [operator, manager]) {
    await page.setViewportSize({ width: 390, height: 844 })
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth), PATIENT).toBe(0)
  }
  expect(window.complaints).toEqual([])
})
