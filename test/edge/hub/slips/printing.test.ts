import { type Accepted, groupedCode, toldIn } from '@pingting/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { HALL_ID } from '../../../../server/living-hall/seed.ts'
import { Client, eventOf, logIn, pair } from '../../../support/client.ts'
import { type HubProcess, startHub } from '../../../support/hub-process.ts'
import { openPaperPrinter, type PaperPrinter } from '../../../support/paper-printer.ts'
import { until } from '../../../support/room.ts'

const SLIPS = `/api/halls/${HALL_ID}/slips`
const PAPER_END = 0x72

let printer: PaperPrinter
let hub: HubProcess
let kiosk: Client
let taken: Accepted

beforeAll(async () => {
  printer = await openPaperPrinter()
  hub = await startHub({ environment: { PRINTERS: `${HALL_ID}=127.0.0.1:${printer.port}` } })
  kiosk = await pair(hub.url, 'kiosk')
  await (await logIn(hub.url, 'clerk01')).must('counter.open', { counterId: 'C01' })
  taken = await kiosk.must('ticket.take', { serviceCode: 'enterprise' })
})
afterAll(async () => {
  await hub?.dispose()
  await printer?.close()
})
beforeEach(() => {
  printer.papers.length = 0
})

const print = (language: string, code = taken.ticket!.code, client = kiosk) => client.post(SLIPS, { code, language })
const paper = async () => {
  await until('the paper is out', () => printer.papers.length > 0)
  return printer.papers[0]!
}

test('[FA60, HL45] the slip comes out of the printer of the kiosk: number largest, all lines in Chinese, QR and a cut', async () => {
  const told = toldIn(eventOf(taken, 'ticket.taken') as object)!
  const { code, url } = taken.ticket!

  expect(await print('zh-CN')).toEqual({ status: 200, json: { printed: true } })

  const { lines, qr, cuts } = await paper()
  const all = lines.map(({ text }) => text).join('\n')
  const largest = lines.reduce((a, b) => (b.times > a.times ? b : a))
  expect(largest).toEqual({ text: String(eventOf(taken, 'ticket.taken')['number']), times: 6 })
  for (const words of [
    /前面人数 +0 人/,
    new RegExp(`预计等候 +${told.waitMinutesFrom}–${told.waitMinutesTo} 分钟`),
    /取号时间 +\d{4}-\d\d-\d\d \d\d:\d\d/,
    /事项编号 +enterprise/,
    new RegExp(`票号编码 +${groupedCode(code)}`),
    /投诉电话 +\S+/,
    /呼叫三次未到即过号/,
    /意见栏/,
  ])
    expect(all).toMatch(words)
  expect(qr).toEqual([url.replace('/phone#', '/phone?via=qr#')])
  expect(cuts).toBe(1)
})

test('[FA60] in English as well, no line wider than the paper', async () => {
  await print('en')
  const { lines } = await paper()
  expect(lines.map(({ text }) => text).join('\n')).toMatch(
    /People ahead +0\n[\s\S]*Missed after three calls[\s\S]*Remarks:/,
  )
  const columns = ({ text, times }: { text: string; times: number }) =>
    [...text].reduce((sum, sign) => sum + (sign > '\u007f' ? 2 : 1), 0) * times
  expect(Math.max(...lines.map(columns))).toBeLessThanOrEqual(48)
})

test('[FA61] a printer that is away or out of paper is told in words, the ticket stays, and a later print says the same', async () => {
  printer.paperState = PAPER_END
  expect(await print('zh-CN')).toMatchObject({ status: 503, json: { code: 'printer.no-paper', zh: /缺纸/ } })
  await printer.close()
  expect(await print('zh-CN')).toMatchObject({ status: 503, json: { code: 'printer.away' } })
  expect(printer.papers).toEqual([])

  printer.paperState = undefined
  await printer.open()
  expect(await print('zh-CN')).toMatchObject({ status: 200 })
  expect((await paper()).lines.map(({ text }) => text).join('\n')).toMatch(/前面人数 +0 人/)
})

test('[HL60] behind six that wait, the slip of a kiosk that has hung up is not printed', async () => {
  // given a printer that takes its time
  printer.paperState = undefined
  const late = await kiosk.must('ticket.take', { serviceCode: 'tax' })
  const impatient = await pair(hub.url, 'kiosk')
  const others = await Promise.all(Array.from({ length: 6 }, () => pair(hub.url, 'kiosk')))

  // when the seventh kiosk hangs up, as one does whose screen has given up
  const waiting = others.map(other => print('zh-CN', undefined, other))
  const given = print('zh-CN', late.ticket!.code, impatient).catch(() => 'hung up')
  await paper()
  impatient.close()
  expect(await given).toBe('hung up')

  // then the six come out, and the next one right after them
  expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual(Array(6).fill(200))
  await print('en')
  await until('the papers are out', () => printer.papers.length >= 7)
  const texts = printer.papers.map(({ lines }) => lines.map(({ text }) => text).join('\n'))
  expect(texts).toHaveLength(7)
  expect(texts.join()).not.toContain(String(eventOf(late, 'ticket.taken')['number']))
})

test('[AC82] ten wrong codes at a kiosk stop no slip there', async () => {
  const typed = await pair(hub.url, 'kiosk')
  for (let n = 0; n < 10; n += 1) await typed.get(`/api/halls/${HALL_ID}/tickets/by-code/WRONGC0DE`)
  expect((await typed.get(`/api/halls/${HALL_ID}/tickets/by-code/${taken.ticket!.code}`)).status).toBe(429)
  expect((await print('zh-CN', undefined, typed)).status).toBe(200)
  await paper()
})

test('[HL45] only a kiosk of the hall prints, and only with the code of the ticket', async () => {
  const manager = await logIn(hub.url, 'manager')
  expect(await print('zh-CN', undefined, manager)).toMatchObject({ status: 403, json: { code: 'access.denied' } })
  expect(await print('zh-CN', undefined, new Client(hub.url))).toMatchObject({ status: 401 })
  expect(await print('zh-CN', 'AAAAAAAAA')).toMatchObject({ status: 404, json: { code: 'ticket.unknown' } })
  expect(await print('fr')).toMatchObject({ status: 400 })
  expect(printer.papers).toEqual([])
})
