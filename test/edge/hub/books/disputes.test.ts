import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { DAY, hubAt, LOT, livedDay } from '../../../support/books/lived-day.ts'
import { type Client, logIn } from '../../../support/client.ts'
import type { HubProcess } from '../../../support/hub-process.ts'

let hub: HubProcess
afterAll(() => hub?.dispose())

interface Row {
  adjustmentId: string
  disputedBy?: string
  evidence?: string
}

interface Dispute {
  manager: Client
  operator: Client
  /** The use that was settled, and one that was not. */
  exemptionId: string
  phantom: string
  paperOf(version: number): ReturnType<Client['send']>
  raise(by: Client, over?: object): ReturnType<typeof post>
}
const post = (by: Client, body: object) => by.post<{ code?: string }>(`/api/${LOT}/days/${DAY}/disputes`, body)

/** A day whose settlement was drawn, with one use in it. */
async function drawnDay(): Promise<Dispute> {
  const { dataDir, exemptionId, phantom } = await livedDay()
  hub = await hubAt('2026-11-24T01:00:00.000Z', dataDir)
  const [manager, operator] = [await logIn(hub.url, 'manager'), await logIn(hub.url, 'operator')]
  const paperOf = (version: number) => operator.send('GET', `/api/${LOT}/days/${DAY}/settlements/${version}`)
  await expect.poll(async () => (await paperOf(1)).status, { timeout: 10_000 }).toBe(200)
  const charge = { kind: 'chargeBack', minutes: -40, amountFen: -200, reason: '照片上是另一辆车' }
  const about = { key: exemptionId, side: 'lot', ...charge, evidence: 'ns=4;s=pic-17' }
  const raise = (by: Client, over: object = {}) => post(by, { commandId: randomUUID(), ...about, ...over })
  return { manager, operator, exemptionId, phantom, paperOf, raise }
}

/** Who may not, and what is not there; then the car park does, and once more after a lost answer. */
async function raised({ manager, operator, phantom, raise }: Dispute): Promise<void> {
  expect((await raise(manager)).status).toBe(403)
  expect((await raise(await logIn(hub.url, 'clerk01'))).status).toBe(403)
  expect((await raise(operator, { key: phantom })).json.code).toBe('dispute.unknown')
  expect((await raise(operator, { evidence: '' })).json.code).toBe('command.malformed')
  expect((await raise(operator, { amountFen: -401 })).json.code).toBe('adjustment.too-much')
  const once = { commandId: randomUUID() }
  const [first, again] = [await raise(operator, once), await raise(operator, once)]
  expect([first.status, again.status, again.json]).toEqual([200, 200, first.json])
  expect((await raise(operator)).json.code).toBe('dispute.open')
}

const sumOf = (text: string): string => JSON.parse(text.trim().split('\n').at(-1)!).sha256
const signed = (version: number, text: string) => ({ businessDay: DAY, version, sha256: sumOf(text), side: 'hall' })

test('[RB80, RB82, RB83] the car park disputes a settled use with a picture, the hall agrees, and both sign the next version', async () => {
  const day = await drawnDay()
  const { manager, operator, exemptionId, paperOf } = day
  await raised(day)

  // when nobody has answered, nobody signs
  const v1 = (await paperOf(1)).text
  expect((await manager.command('settlement.sign', signed(1, v1), { to: LOT })).json).toMatchObject({
    code: 'settlement.disputed',
  })
  await manager.must('adjustment.approve', { key: exemptionId }, LOT)

  // then what was agreed is a row of the next version, with what showed it and without the words
  await expect.poll(async () => (await paperOf(2)).status, { timeout: 10_000 }).toBe(200)
  const { text } = await paperOf(2)
  const rows = text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Row)
  expect(rows.find(row => row.disputedBy !== undefined)).toMatchObject({
    ...{ disputedBy: 'lot', evidence: 'ns=4;s=pic-17', minutes: -40, amountFen: -200, key: exemptionId },
    ...{ proposedBy: 'operator', approvedBy: 'manager' },
  })
  expect(text).not.toContain('照片')
  await manager.must('settlement.sign', signed(2, text), LOT)

  // and story, sheet and what was ended tell of it
  const story = await manager.get<{ moments: { type: string }[] }>(`/api/${LOT}/story?exemption=${exemptionId}`)
  expect(story.json.moments.map(({ type }) => type)).toContain('break.disputed')
  const sheet = await operator.send('GET', `/api/${LOT}/days/${DAY}/books.csv`)
  expect(sheet.text).toContain('停车场 car park,ns=4;s=pic-17')
  const ended = await manager.get<{ endings: object[] }>(`/api/${LOT}/endings?from=${DAY}&to=${DAY}`)
  expect(ended.json.endings).toMatchObject([
    {
      key: exemptionId,
      how: 'adjusted',
      words: '照片上是另一辆车',
      dispute: { side: 'lot', evidence: 'ns=4;s=pic-17' },
    },
  ])
}, 60_000)
