import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FileMapping } from '@pingting/contract'
import { afterAll, expect, test } from 'vitest'
import { LOT_ID } from '../../../server/living-hall/seed.ts'
import { DAY, LOT, livedDay } from '../../support/books/lived-day.ts'
import { type Client, logIn } from '../../support/client.ts'
import { startHub } from '../../support/hub-process.ts'

const MAPPING: FileMapping = {
  ...{ version: 3, encoding: 'gb18030', money: 'yuan', duration: 'minute', time: 'yyyy-MM-dd HH:mm:ss' },
  columns: {
    ...{ key: '券号', transactionId: '流水号', stayId: '停车号', laneId: '车道', plate: '车牌', exitedAt: '出场时间' },
    ...{ minutes: '免费分钟', feeBeforeFen: '应收', feeWaivedFen: '减免', feeAfterFen: '实收' },
  },
}
/** 券号 and so on, as Chinese sheets write them: each of these characters in the encoding of the file. */
const TITLES = Buffer.from(
  'c8afbac52cc1f7cbaebac52ccda3b3b5bac52cb3b5b5c02cb3b5c5c62cb3f6b3a1cab1bce42cc3e2b7d1b7d6d6d32cd3a6cad52cbcf5c3e22ccab5cad5',
  'hex',
).toString('latin1')
const UNTOLD = '3c1f0a52-95d3-5a3c-8b93-8a5d6a3d1c11'
const FILE = `/api/${LOT}/days/${DAY}/file`

const folder = mkdtempSync(join(tmpdir(), 'pingting-files-'))
const hubs: { dispose(): Promise<void> }[] = []
afterAll(async () => {
  for (const hub of hubs) await hub.dispose()
  rmSync(folder, { recursive: true, force: true })
})

const handIn = (by: Client, rows: readonly string[], more: { type?: string; to?: string } = {}) => {
  const text = [TITLES, ...rows].map(line => `${line}\r\n`).join('')
  const headers = { 'content-type': more.type ?? 'text/csv', 'content-length': String(text.length) }
  return by.send('POST', more.to ?? FILE, Buffer.from(text, 'latin1'), headers)
}
const breaksOf = async (by: Client): Promise<string[]> => {
  const { json } = await by.get<{ verdicts: { key: string; matchClass: string }[] }>(`/api/${LOT}/days/${DAY}/books`)
  return json.verdicts.flatMap(({ key, matchClass }) => (matchClass.startsWith('B') ? `${matchClass} ${key}` : []))
}

test('[RB31, RB71] a daily file is a voice of the books, whole or not at all', async () => {
  const { dataDir, exemptionId, phantom } = await livedDay()
  const LOT_FILES = join(folder, 'files.json')
  writeFileSync(LOT_FILES, JSON.stringify({ [LOT_ID]: MAPPING }))
  const hub = await startHub({
    environment: { BUSINESS_CLOCK: `2026-11-24T01:00:00.000Z@${Date.now()}x1`, LOT_FILES },
    dataDir,
  })
  hubs.push(hub)
  const [operator, manager] = [await logIn(hub.url, 'operator'), await logIn(hub.url, 'manager')]
  const told = `${exemptionId},t1,s1,out,,${DAY} 10:30:00,100,4.00,4.00,0.00`
  const untold = `${UNTOLD},t9,s9,out,,${DAY} 11:00:00,60,2.00,2.00,0.00`

  const about = async () => (await manager.get<{ columns?: string[]; taken?: object }>(FILE)).json
  expect(await about()).toMatchObject({ encoding: 'gb18030', columns: expect.arrayContaining(['券号', '实收']) })

  // given files that cannot be taken, and people who may not
  const wrong = await handIn(operator, [told, untold.replace('2.00,2.00', '2.00,zwei')])
  expect([wrong.status, JSON.parse(wrong.text)]).toMatchObject([
    422,
    { code: 'settlement.file-wrong', bad: [{ line: 3, column: '减免', why: 'money' }], badTally: 1 },
  ])
  const other = await handIn(operator, [told, untold.replace(DAY, '2026-11-22')])
  expect(JSON.parse(other.text)).toMatchObject({ bad: [{ line: 3, column: '出场时间', why: 'day' }] })
  const code = async (sent: ReturnType<typeof handIn>) => [(await sent).status, JSON.parse((await sent).text).code]
  expect(await code(handIn(operator, [told], { type: 'text/plain' }))).toEqual([415, 'request.not-csv'])
  expect(await code(handIn(manager, [told]))).toEqual([415, 'request.not-json'])
  expect(await code(handIn(manager, [told], { type: 'application/json' }))).toEqual([400, 'command.malformed'])
  expect(await code(operator.send('POST', FILE, '{}'))).toEqual([415, 'request.not-csv'])
  const tomorrow = FILE.replace(DAY, '2026-11-25')
  expect(await code(handIn(operator, [told], { to: tomorrow }))).toEqual([400, 'settlement.day-wrong'])
  expect(await breaksOf(operator)).toEqual([`B4 ${phantom}`])

  expect(await about()).not.toHaveProperty('taken')

  // when the right one comes
  const right = await handIn(operator, [told, untold])
  expect([right.status, JSON.parse(right.text)]).toMatchObject([200, { rowTally: 2, totalFen: 600, businessDay: DAY }])

  expect(await about()).toMatchObject({ taken: { rowTally: 2, totalFen: 600, businessDay: DAY } })

  // then what the gate never told is in the books, and what it told is there once, however often the file comes
  const both = [`B4 ${phantom}`, `B4 ${UNTOLD}`].sort()
  expect((await breaksOf(operator)).sort()).toEqual(both)
  expect((await handIn(operator, [told, untold])).status).toBe(200)
  expect((await breaksOf(operator)).sort()).toEqual(both)
})

test('[RB31] a file of a lot whose form nobody has told is not guessed at', async () => {
  const hub = await startHub({ environment: { BUSINESS_CLOCK: `${DAY}T01:00:00.000Z@${Date.now()}x1` } })
  hubs.push(hub)
  const operator = await logIn(hub.url, 'operator')
  expect((await operator.get(FILE)).json).toEqual({})
  const sent = await handIn(operator, [])
  expect([sent.status, JSON.parse(sent.text).code]).toEqual([409, 'settlement.file-unmapped'])
})

test('[RB17, RB31] a lane of the file may be called anything: the books of its day are drawn', async () => {
  const { dataDir, exemptionId } = await livedDay()
  const LOT_FILES = join(folder, 'files.json')
  writeFileSync(LOT_FILES, JSON.stringify({ [LOT_ID]: MAPPING }))
  const BUSINESS_CLOCK = `2026-11-24T01:00:00.000Z@${Date.now()}x1`
  const hub = await startHub({ environment: { BUSINESS_CLOCK, LOT_FILES }, dataDir })
  hubs.push(hub)
  const operator = await logIn(hub.url, 'operator')
  const told = ['t9', 't10'].map(number => `,${number},s9,Exit #1,,${DAY} 11:00:00,0,2.00,0.00,2.00`)
  expect((await handIn(operator, told)).status).toBe(200)
  expect((await operator.post(`/api/${LOT}/days/${DAY}/books`, {})).status).toBe(200)
  const paper = async () => (await operator.send('GET', `/api/${LOT}/days/${DAY}/settlements/1`)).text
  await expect.poll(paper).toContain(exemptionId)
  expect(await breaksOf(operator)).toContainEqual(expect.stringMatching(/^B11 .*Exit/))
})
