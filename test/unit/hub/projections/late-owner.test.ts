import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Connection } from 'mongoose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openExemptionStore } from '../../../../server/src/exemptions/store.ts'
import type { StoredCommit } from '../../../../server/src/hub/journal/codec.ts'
import type { Head, Journal } from '../../../../server/src/hub/journal/journal.ts'
import { openLog } from '../../../../server/src/hub/process/log.ts'
import { openStore, type Store } from '../../../../server/src/hub/process/store.ts'
import { Days } from '../../../../server/src/hub/projections/days.ts'
import { Projections, type ReadModel } from '../../../../server/src/hub/projections/projections.ts'
import { readModel } from '../../../../server/src/hub/projections/rows.ts'
import { openDayStore } from '../../../../server/src/metrics/store.ts'
import type { DayBook } from '../../../../server/src/metrics/view.ts'

const HALL = 'hall:h1'
const [DAY, NEXT] = ['2026-11-23', '2026-11-24']
const log = openLog('silent')

let dataDir: string
let store: Store
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'pingting-late-'))
  store = await openStore(undefined, dataDir)
})
afterAll(async () => {
  await store.close()
  rmSync(dataDir, { recursive: true, force: true })
})

/** As a process of its own has it. */
const connection = (): Connection => store.connection.useDb('pingting', { useCache: false })

const book = (businessDay: string, takenTally: number): DayBook =>
  ({ figures: { businessDay, takenTally }, exact: {}, marginals: {} }) as unknown as DayBook

test('[HB11] figures of an owner that was held up do not replace those of a day that another has closed since', async () => {
  // given: one of them knows the journal to 90, the other to its end
  const daysAt = (seq: number, books: DayBook[]) =>
    new Days({
      ...{ store: openDayStore(connection()), log, journal: {} as Journal },
      read: async () => ({ seq, books }),
    })
  const [heldUp, next] = [daysAt(90, [book(DAY, 7)]), daysAt(120, [book(DAY, 9), book(NEXT, 1)])]
  for (const days of [heldUp, next]) days.touch('h1', false)
  const rows = openDayStore(connection())

  // when
  await next.save()
  await heldUp.save()

  // then: who closed the day takes it for written
  next.touch('h1', false)
  await next.close()
  await heldUp.close()
  expect(await rows.find('h1', DAY)).toMatchObject({ seq: 120, figures: { takenTally: 9 } })
  expect(await rows.find('h1', NEXT)).toMatchObject({ seq: 120, figures: { takenTally: 1 } })
})

const event = (happened: string, more: object = {}): object => ({
  ...{ type: `exemption.${happened}`, at: `${DAY}T01:00:00.000Z`, exemptionId: 'e1' },
  ...more,
})
const commits = [
  [event('granted', { lotId: 'east', ticketId: 't1', businessDay: DAY })],
  [event('confirmed')],
  [event('honoured', { minutesApplied: 30 })],
].map(
  (events, place) => ({ stream: HALL, seq: place + 1, hash: `hash ${place + 1}`, events }) as unknown as StoredCommit,
)

/** The read model of one hub, which may be stopped in the middle. */
function projecting(known: readonly StoredCommit[]) {
  const at = connection()
  const exemptions = openExemptionStore(at, async () => false)
  const model = readModel(exemptions)
  const { promise: goOn, resolve } = Promise.withResolvers<void>()
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
  const held: ReadModel = {
    prepare: () => model.prepare(),
    async project(taken) {
      begin()
      await goOn
      await model.project(taken)
    },
  }
  const journal = {
    async *after(_stream: string, { seq }: Head) {
      for (const stored of known.slice(seq)) yield { stored }
    },
  } as unknown as Journal
  return { projections: new Projections(at, journal, [held], log), exemptions, begun, goOn: resolve }
}

test('[HB11] a row does not go back to what an owner that was held up writes, and nor does the checkpoint', async () => {
  // given: one took two commits down and was held up over them
  const heldUp = projecting(commits.slice(0, 2))
  await heldUp.projections.prepare()
  heldUp.projections.catchUp(HALL)
  await heldUp.begun

  // when: the other takes over and goes on, and then the first one does
  const next = projecting(commits)
  next.goOn()
  next.projections.catchUp(HALL)
  await next.projections.settled()
  heldUp.projections.leave(HALL)
  heldUp.goOn()
  await heldUp.projections.settled()

  // then
  expect(await next.exemptions.ofDay('h1', DAY)).toMatchObject([
    { _id: 'e1', seq: 3, status: 'honoured', minutesApplied: 30, ticketId: 't1' },
  ])
  const checkpoint = await store.connection.collection<{ _id: string }>('projected').findOne({ _id: HALL })
  expect(checkpoint).toEqual({ _id: HALL, seq: 3, hash: 'hash 3' })
})

test('[HB11] what one commit says twice of a row is written at once, so that nobody stops between', async () => {
  // given
  const written: object[] = []
  const { changeOf } = openExemptionStore(connection(), async () => false)
  const rows = {
    createCollection: async () => undefined,
    createIndexes: async () => undefined,
    updateMany: async () => undefined,
    async updateOne(_row: object, change: object) {
      written.push(change)
      return { matchedCount: 1, upsertedCount: 0 }
    },
  }
  const [granted, confirmed] = commits.slice(0, 2).flatMap(({ events }) => events)

  // when
  await readModel({ rows, changeOf }).project([{ ...commits[0]!, events: [granted!, confirmed!] }])

  // then
  expect(written).toMatchObject([{ $set: { seq: 1, status: 'confirmed', ticketId: 't1', hallId: 'h1' } }])
})
