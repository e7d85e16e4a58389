import { createHash } from 'node:crypto'
import { join } from 'node:path'
import readXlsxFile from 'read-excel-file/node'
import { afterAll, expect, test } from 'vitest'
import { verifyChain } from '../../../server/src/settlements/papers/file.ts'
import { bridgeCredential } from '../../support/access/bridge-credential.ts'
import { DAY, hubAt as hubFrom, LOT, livedDay, PLATE } from '../../support/books/lived-day.ts'
import { Client, eventOf, logIn } from '../../support/client.ts'
import type { HubProcess } from '../../support/hub-process.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const hubs: HubProcess[] = []
afterAll(async () => {
  for (const hub of hubs) await hub.dispose()
})
async function hubAt(...asked: Parameters<typeof hubFrom>): Promise<HubProcess> {
  const hub = await hubFrom(...asked)
  hubs.push(hub)
  return hub
}

interface Told {
  verdicts: { key: string; matchClass: string; amountFen: number }[]
  totals: { settled: { count: number }; byShift: object; byCounter: object }
  shifts: { begins: string; count: number }[]
  code?: string
}
const booksOf = (client: Client, day = DAY) => client.get<Told>(`/api/${LOT}/days/${day}/books`)
const breaksOf = ({ verdicts }: Told): string[] =>
  verdicts.flatMap(({ key, matchClass }) => (matchClass.startsWith('B') ? `${matchClass} ${key}` : [])).sort()

test('[RB30] the books of a day are drawn, what does not fit is ended by two persons, and both sides sign what does', async () => {
  const { dataDir, exemptionId, phantom } = await livedDay()
  const { url } = await hubAt('2026-11-24T01:00:00.000Z', dataDir)
  const [manager, operator] = [await logIn(url, 'manager'), await logIn(url, 'operator')]

  // given that the cut-off has passed, the settlement stands by itself
  const paperOf = (version: number) => operator.send('GET', `/api/${LOT}/days/${DAY}/settlements/${version}`)
  await expect.poll(async () => (await paperOf(1)).status, { timeout: 10_000 }).toBe(200)
  const { json: books } = await booksOf(manager)
  expect(breaksOf(books)).toEqual([`B4 ${phantom}`])
  expect(books.verdicts.find(({ key }) => key === exemptionId)).toMatchObject({ matchClass: 'M0', amountFen: 400 })
  expect(books.totals).toMatchObject({
    settled: { count: 1, minutes: 100, amountFen: 400 },
    byShift: { '07:00': { count: 1 } },
  })

  // when the phantom is nobody's due, then nothing of it is charged back, nobody explains it away, and a second person agrees
  const about = { key: phantom }
  const explained = await operator.command('break.explain', { ...about, text: '不清楚' }, { to: LOT })
  expect(explained.json).toMatchObject({ code: 'break.needs-adjustment' })
  const adjustment = { ...about, kind: 'nothingDue', minutes: 0, amountFen: 0, reason: '车场多减免' }
  const charge = { ...adjustment, kind: 'chargeBack', minutes: -100, amountFen: -400 }
  const taken = (await operator.command('adjustment.propose', charge, { to: LOT })).json
  expect(taken).toMatchObject({ code: 'adjustment.not-credited' })
  await operator.must('adjustment.propose', adjustment, LOT)
  const alone = await operator.command('adjustment.approve', about, { to: LOT })
  expect(alone.json).toMatchObject({ code: 'adjustment.same-person' })
  await manager.must('adjustment.approve', about, LOT)

  // then a pass that sees it again opens nothing; what was adjusted is a row of the next version
  const first = await paperOf(1)
  const again = await operator.post<Told>(`/api/${LOT}/days/${DAY}/books`, {})
  expect([again.status, breaksOf(again.json)]).toEqual([200, [`B4 ${phantom}`]])
  expect(again.json.totals).toMatchObject({ settled: { amountFen: 400 }, whole: { count: 2, amountFen: 400 } })
  await expect.poll(async () => (await paperOf(2)).status, { timeout: 10_000 }).toBe(200)

  // and both sides sign the sum of what they saw
  const { text } = await paperOf(2)
  expect(verifyChain([first.text, text], sha256)).toBeUndefined()
  expect(text).toContain('"approvedBy":"manager"')
  for (const hidden of [PLATE, '多减免']) expect(text.includes(hidden)).toBe(false)
  const sheet = await manager.send('GET', `/api/${LOT}/days/${DAY}/books.csv`)
  expect(sheet.text).toContain('无须调整 nothing due,operator,manager')
  const signed = { businessDay: DAY, version: 2, sha256: JSON.parse(text.trim().split('\n').at(-1)!).sha256 }
  expect((await operator.command('settlement.sign', { ...signed, side: 'hall' }, { to: LOT })).status).toBe(403)
  await manager.must('settlement.sign', { ...signed, side: 'hall' }, LOT)
  const closed = await operator.must('settlement.sign', { ...signed, side: 'lot' }, LOT)
  expect(eventOf(closed, 'settlement.closed')).toMatchObject({ businessDay: DAY, version: 2 })
  expect((await paperOf(3)).status).toBe(404)
})

test('[RB70] who keeps the books reads what was ended, by whom and why, and nobody else', async () => {
  const { dataDir, phantom } = await livedDay()
  const { url } = await hubAt('2026-11-24T01:00:00.000Z', dataDir)
  const [manager, operator] = [await logIn(url, 'manager'), await logIn(url, 'operator')]
  const adjustment = { key: phantom, kind: 'nothingDue', minutes: 0, amountFen: 0, reason: '车场多减免' }
  const propose = () => operator.command('adjustment.propose', adjustment, { to: LOT })
  await expect.poll(async () => (await propose()).status, { timeout: 10_000 }).toBe(201)
  await manager.must('adjustment.approve', { key: phantom }, LOT)

  const ended = (by: Client) =>
    by.get<{ endings: object[]; tally: number }>(`/api/${LOT}/endings?from=${DAY}&to=${DAY}`)
  await expect.poll(async () => (await ended(manager)).json.tally).toBe(1)
  expect((await ended(operator)).json.endings).toMatchObject([
    { key: phantom, matchClass: 'B4', how: 'adjusted', endedBy: 'manager', words: '车场多减免', laneId: 'out' },
  ])
  expect((await ended(await logIn(url, 'clerk01'))).status).toBe(403)
  expect((await manager.get(`/api/${LOT}/endings?from=${DAY}`)).status).toBe(400)
})

test('[RB15] the lines of a day open in a spreadsheet, as CSV and as a workbook', async () => {
  const { dataDir, exemptionId } = await livedDay()
  const { url } = await hubAt('2026-11-24T01:00:00.000Z', dataDir)
  const manager = await logIn(url, 'manager')

  const shifts = async () => (await booksOf(manager)).json.shifts.map(({ begins, count }) => `${begins} ${count}`)
  await expect.poll(shifts, { timeout: 10_000 }).toEqual(['07:00 1', '15:00 0', '23:00 0'])
  const sheet = await manager.send('GET', `/api/${LOT}/days/${DAY}/books.csv`)
  expect(sheet.headers['content-disposition']).toContain('.csv')
  expect([sheet.text.startsWith('\uFEFF'), sheet.text.split('\r\n').length]).toEqual([true, 5])
  expect(sheet.text).toContain(`${exemptionId},100,4.00`)
  const workbook = await manager.send('GET', `/api/${LOT}/days/${DAY}/books.xlsx`)
  expect(workbook.headers['content-disposition']).toContain('.xlsx')
  const { data = [] } = (await readXlsxFile(workbook.bytes))[0] ?? {}
  const line = data.find(cells => cells.includes(exemptionId))
  expect([data.length, line?.slice(3, 5)]).toEqual([4, [100, 4]])
})

test('[RB1, RB30] an exit that the gate tells twice is one break, of what is too much', async () => {
  const { dataDir, exemptionId, phantom } = await livedDay()
  const hub = await hubAt('2026-11-23T12:00:00.000Z', dataDir)
  const bridge = new Client(hub.url, bridgeCredential(join(hub.dataDir, 'secrets')))
  const lease = await bridge.must('lot.lease', { bridgeId: 'b' }, LOT)
  const bridgeEpoch = Number(eventOf(lease, 'lot.leased')['bridgeEpoch'])
  const told = { stayId: 's1', exitedAt: `${DAY}T02:30:00.000Z`, feeBeforeFen: 400, feeWaivedFen: 400, feeAfterFen: 0 }
  const records = [
    { ...told, kind: 'honoured', gateSeq: 7, exemptionId, minutesApplied: 100 },
    { ...told, kind: 'exited', gateSeq: 8, plate: PLATE, laneId: 'out', minutes: 100 },
  ]
  await bridge.must('lot.report', { bridgeEpoch, gateEpoch: 'g1', records }, LOT)
  const operator = await logIn(hub.url, 'operator')
  const { json } = await booksOf(operator)
  expect(breaksOf(json)).toEqual([`B11 ${exemptionId}`, `B4 ${phantom}`].sort())
  expect(json.verdicts.find(({ key }) => key === exemptionId)?.amountFen).toBe(400)
})

test('[RB33] the story of an exemption is told from its ticket to its exit, and of nobody else', async () => {
  const { dataDir, exemptionId, phantom } = await livedDay()
  const { url } = await hubAt('2026-11-24T01:00:00.000Z', dataDir)
  const [operator, clerk] = [await logIn(url, 'operator'), await logIn(url, 'clerk01')]
  const storyOf = (id: string, by = operator) =>
    by.get<{ moments: { type: string; said: object }[]; code?: string }>(`/api/${LOT}/story?exemption=${id}`)

  const { moments } = (await storyOf(exemptionId)).json
  // The settlement is drawn by itself, sooner or later.
  expect(moments.map(({ type }) => type).filter(type => type !== 'settlement.drawn')).toEqual([
    ...['stay.entered', 'ticket.taken', 'plate.bound', 'ticket.completed', 'evaluation.submitted', 'exemption.granted'],
    ...['stay.exemptionHonoured', 'stay.exited', 'exemption.honoured'],
  ])
  expect(moments.find(({ type }) => type === 'stay.exemptionHonoured')?.said).toMatchObject({
    minutesApplied: 100,
    feeWaivedFen: 400,
  })
  for (const hidden of [PLATE, 'level', 'plate"', 'staffId', 's2'])
    expect(JSON.stringify(moments).includes(hidden)).toBe(false)

  expect((await storyOf(phantom)).json.code).toBe('exemption.unknown')
  expect((await storyOf('x')).json.code).toBe('command.malformed')
  expect((await storyOf(exemptionId, clerk)).json.code).toBe('access.denied')
})

test('[RB33] a plate finds the exemptions it had at this car park, and is told to nobody', async () => {
  const { dataDir, exemptionId } = await livedDay()
  const { url } = await hubAt('2026-11-24T01:00:00.000Z', dataDir)
  const [operator, clerk] = [await logIn(url, 'operator'), await logIn(url, 'clerk01')]
  const find = (body: object, by = operator) =>
    by.post<{ exemptions: object[]; code?: string }>(`/api/${LOT}/stories`, body)
  await expect
    .poll(async () => (await find({ plate: ` ${PLATE.toLowerCase()}` })).json.exemptions)
    .toMatchObject([{ exemptionId, businessDay: DAY, status: 'honoured' }])
  expect(JSON.stringify((await find({ plate: PLATE })).json).includes(PLATE)).toBe(false)
  expect((await find({ plate: '鲁F99999' })).json).toEqual({ exemptions: [] })
  expect((await find({ plate: 'IOIOIO' })).json.code).toBe('plate.malformed')
  expect((await find({ plate: PLATE, more: 1 })).json.code).toBe('command.malformed')
  expect((await find({ plate: PLATE }, clerk)).json.code).toBe('access.denied')
})

test('[RB34] the free parking of the days before is told day by day, to those who keep the books', async () => {
  const { dataDir } = await livedDay()
  const { url } = await hubAt('2026-11-24T01:00:00.000Z', dataDir)
  const [operator, clerk] = [await logIn(url, 'operator'), await logIn(url, 'clerk01')]
  const usesOf = (query: string, by = operator) => by.get<Told>(`/api/${LOT}/uses?${query}`)

  const none = { granted: 0, grantedMinutes: 0, used: 0, usedMinutes: 0, waivedFen: 0 }
  // The use of which no hall knows is none of a hall.
  await expect
    .poll(async () => (await usesOf('from=2026-11-22&to=2026-11-24')).json, { timeout: 10_000 })
    .toEqual([
      { businessDay: '2026-11-22', ...none },
      { businessDay: DAY, granted: 1, grantedMinutes: 120, used: 1, usedMinutes: 100, waivedFen: 400 },
      { businessDay: '2026-11-24', ...none },
    ])
  expect((await usesOf('from=2026-10-25&to=2026-11-24')).status).toBe(200)
  for (const query of ['from=2026-10-24&to=2026-11-24', 'from=2026-11-24&to=2026-11-23', 'from=2026-11-24', 'to=x'])
    expect((await usesOf(query)).json.code).toBe('command.malformed')
  expect((await usesOf('from=2026-11-24&to=2026-11-24', clerk)).json.code).toBe('access.denied')
})

test('[RB30] whoever may not, and a day that is not there, are told so', async () => {
  const hub = await hubAt(`${DAY}T01:00:00.000Z`)
  const [clerk, operator] = [await logIn(hub.url, 'clerk01'), await logIn(hub.url, 'operator')]
  const told = async (client: Client, path: string) => {
    const { status, json } = await client.get<Told>(path)
    return [status, json.code]
  }
  expect(await told(clerk, `/api/${LOT}/days/${DAY}/books`)).toEqual([403, 'access.denied'])
  expect(await told(new Client(hub.url), `/api/${LOT}/days/${DAY}/books`)).toEqual([401, 'access.unknown'])
  expect(await told(operator, `/api/lots/none/days/${DAY}/books`)).toEqual([403, 'access.denied'])
  expect(await told(operator, `/api/${LOT}/days/2026-02-30/books`)).toEqual([400, 'command.malformed'])
  expect(await told(operator, `/api/${LOT}/days/2026-11-24/books`)).toEqual([400, 'settlement.day-wrong'])
  expect(await told(operator, `/api/${LOT}/days/2026-11-24/books.csv`)).toEqual([400, 'settlement.day-wrong'])
  expect(await told(operator, `/api/${LOT}/days/${DAY}/settlements/x`)).toEqual([404, 'settlement.unknown'])
  expect((await booksOf(operator)).json).toMatchObject({ verdicts: [] })
})
