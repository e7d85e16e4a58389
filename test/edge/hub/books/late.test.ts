import { afterAll, expect, test } from 'vitest'
import { bridgeOf, DAY, exitsOf, hubAt, LOT, livedDay, PHANTOM } from '../../../support/books/lived-day.ts'
import { type Client, logIn } from '../../../support/client.ts'
import type { HubProcess } from '../../../support/hub-process.ts'

const hubs: HubProcess[] = []
afterAll(async () => {
  for (const hub of hubs) await hub.dispose()
})
/** A minute of business is a second. */
async function hubLater(instant: string, dataDir: string): Promise<HubProcess> {
  const hub = await hubAt(instant, dataDir, 60)
  hubs.push(hub)
  return hub
}

const PATIENT = { timeout: 40_000, interval: 500 }
const settlementOf = async (by: Client, version: number): Promise<string[]> => {
  const { status, text } = await by.send('GET', `/api/${LOT}/days/${DAY}/settlements/${version}`)
  return status === 200 ? text.trim().split('\n').slice(1, -1) : ['none']
}
/** What nobody could propose before it is open. */
const isOpen = async (by: Client, key: string): Promise<string | undefined> =>
  ((await by.command('break.explain', { key, text: '?' }, { to: LOT })).json as { code?: string }).code

test('[RB40] a bridge that was away over night makes the next version of the day, and breaks, by itself', async () => {
  // given a day of which no exit was told until its settlement stood
  const { dataDir, exemptionId } = await livedDay({ away: true })
  const hub = await hubLater('2026-11-24T01:00:00.000Z', dataDir)
  const operator = await logIn(hub.url, 'operator')
  await expect.poll(() => settlementOf(operator, 1), PATIENT).toEqual([])

  // when the bridge is back
  await (await bridgeOf(hub))(...exitsOf(exemptionId))

  // then the use is in the next version, and what no hall had granted is a break, though nobody looks
  await expect.poll(() => settlementOf(operator, 2), PATIENT).toMatchObject([expect.stringContaining(exemptionId)])
  await expect.poll(() => isOpen(operator, PHANTOM), PATIENT).toBe('break.needs-adjustment')
}, 120_000)

test('[RB40] an exit of Monday that is told on Thursday is in Monday’s books', async () => {
  const { dataDir, exemptionId } = await livedDay({ away: true })
  const hub = await hubLater('2026-11-26T01:00:00.000Z', dataDir)
  const operator = await logIn(hub.url, 'operator')
  await (await bridgeOf(hub))(...exitsOf(exemptionId))

  await expect.poll(() => settlementOf(operator, 1), PATIENT).toMatchObject([expect.stringContaining(exemptionId)])
  await expect.poll(() => isOpen(operator, PHANTOM), PATIENT).toBe('break.needs-adjustment')

  // and a hub that starts after that has no other books of it
  await hub.stop()
  const next = await hubLater('2026-11-27T01:00:00.000Z', dataDir)
  const other = await logIn(next.url, 'operator')
  expect((await other.post(`/api/${LOT}/days/${DAY}/books`, {})).status).toBe(200)
  expect(await settlementOf(other, 1)).toHaveLength(1)
  expect(await settlementOf(other, 2)).toEqual(['none'])
}, 120_000)
