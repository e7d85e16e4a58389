import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openJournal, START } from '../../../server/src/hub/journal/journal.ts'
import { openKeys } from '../../../server/src/hub/journal/keys.ts'
import { openLog } from '../../../server/src/hub/process/log.ts'
import { openStore } from '../../../server/src/hub/process/store.ts'
import { Days } from '../../../server/src/hub/projections/days.ts'
import * as metrics from '../../../server/src/metrics/state.ts'
import { openDayStore } from '../../../server/src/metrics/store.ts'
import { dayBooks } from '../../../server/src/metrics/view.ts'
import { type Expected, golden, readGolden } from '../../replay/fold.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'pingting-days-'))
const hall = readGolden('0.1.0').filter(({ stream }) => stream === 'hall:h1')
const { figures } = JSON.parse(golden('0.1.0.expected.json')) as Expected
let store: Awaited<ReturnType<typeof openStore>>
beforeAll(async () => {
  store = await openStore(undefined, dataDir)
})
afterAll(async () => {
  await store.close()
  rmSync(dataDir, { recursive: true, force: true })
})

test('[ME21] days that were dropped are made again from the journal: figures and sums as they were', async () => {
  const journal = openJournal(store.connection, openKeys(store.connection, Buffer.alloc(32)))
  await journal.prepare()
  await journal.append(
    'hall:h1',
    hall.map(commit => ({ ...commit, bodyHash: '' })),
    START,
  )
  const dayStore = openDayStore(store.connection)
  // A row of an earlier make, with every level in what clerks are shown: it is neither read nor taken for a day.
  const [firstDay] = Object.keys(figures)
  const former = { _id: `h1|${firstDay}`, hallId: 'h1', businessDay: firstDay, seq: 1, figures: { byLevel: { 1: 1 } } }
  await store.connection.collection<{ _id: string }>('days').insertOne(former)
  expect(await dayStore.find('h1', firstDay!)).toBeUndefined()
  const days = new Days({ store: dayStore, journal, read: async () => undefined, log: openLog('silent') })
  days.rebuild(['h1'])
  await days.settled()
  const state = metrics.initial()
  const ended: string[] = []
  for (const { events } of hall) {
    const day = state.day.businessDay
    for (const event of events) metrics.evolve(state, event)
    if (day === '' || day === state.day.businessDay) continue
    ended.push(day)
    const [book] = dayBooks(state)
    expect(await dayStore.marginals('h1', [day])).toEqual([book!.marginals])
    expect(await dayStore.find('h1', day)).toMatchObject({ hallId: 'h1', figures: figures[day] })
    expect((await dayStore.findExact('h1', day))!.figures).toEqual({ ...book!.figures, ...book!.exact })
    // How counters were rated never comes with the figures.
    expect(Object.keys((await dayStore.find('h1', day))!).sort()).toEqual([
      '_id',
      'businessDay',
      'figures',
      'hallId',
      'seq',
    ])
  }
  expect(ended.length).toBeGreaterThan(2)
  expect(await dayStore.isEmpty('h1')).toBe(false)
  await days.close()
})
