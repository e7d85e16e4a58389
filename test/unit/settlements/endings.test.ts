import { ERASED, type Event, fen } from '@pingting/contract'
import { expect, test } from 'vitest'
import {
  type ActRow,
  type BreakRecord,
  endedAct,
  endingOf,
  endingsChange,
} from '../../../server/src/settlements/endings.ts'
import { ANNA, BO, DAY, Desk, found, MAY, TWO } from './desk.ts'

const LOT = 'lot:east'
const WORDS: ReadonlySet<string> = new Set(['text', 'reason', 'reference'])
/** As the store holds them: what is personal is an object. */
const stored = (event: Event) =>
  Object.fromEntries(
    Object.entries(event).map(([name, value]) => [
      name,
      WORDS.has(name) ? { key: 'day', sealed: `sealed ${value}`, index: 'hash' } : value,
    ]),
  ) as Parameters<typeof endingsChange>[1]

/** The rows that a desk's events make, as a store merges them. */
function rowsOf(desk: Desk): Map<string, Record<string, unknown>> {
  const rows = new Map<string, Record<string, unknown>>()
  for (const event of desk.events) {
    const change = endingsChange(LOT, stored(event))
    if (change !== undefined) rows.set(change.id, { ...rows.get(change.id), ...change.set })
  }
  return rows
}

async function endingsOf(
  desk: Desk,
  open = async ({ sealed }: { sealed: string }, name: string) => `${name}: ${sealed}`,
) {
  const rows = [...rowsOf(desk).values()]
  const breaks = new Map(rows.flatMap(row => ('key' in row ? [[row['key'], row as unknown as BreakRecord]] : [])))
  const acts = rows.flatMap(row => ('about' in row ? (endedAct(row as unknown as ActRow) ?? []) : []))
  return Promise.all(acts.map(act => endingOf(breaks.get(act.about)!, act, open)))
}

test('[RB70] what was explained, adjusted and refunded is told with how, by whom, when and why; what waits is not', async () => {
  const desk = new Desk()
  const where = { stayId: 's1', laneId: 'out', exitedAt: TWO }
  desk.find(
    { ...found('k1', 'B12'), ...where },
    found('k2', 'B5', fen(400)),
    found('k3', 'B13', fen(200)),
    found('k4', 'B8'),
  )
  desk.send({ type: 'break.explain', key: 'k1', text: '抬杆' })
  const wish = { type: 'adjustment.propose', reason: '多用一次' } as const
  desk.send({ ...wish, key: 'k2', kind: 'transfer', minutes: 60, amountFen: 400 })
  desk.send({ ...wish, key: 'k3', kind: 'refund', minutes: 0, amountFen: 200 })
  expect(await endingsOf(desk)).toHaveLength(1)
  for (const key of ['k2', 'k3']) desk.send({ type: 'adjustment.approve', key }, BO)
  expect(await endingsOf(desk)).toHaveLength(2)
  desk.send({ type: 'adjustment.pay', key: 'k3', reference: '凭证 7' }, MAY)

  const of = (key: string, matchClass: string, amountFen: number) => ({
    ...{ key, matchClass, businessDay: DAY, minutes: 60, amountFen, openedAt: TWO },
  })
  const by = { proposedBy: 'anna', approvedBy: 'bo' }
  expect(await endingsOf(desk)).toEqual([
    { ...of('k1', 'B12', 0), ...where, how: 'explained', endedAt: TWO, endedBy: 'anna', words: 'text: sealed 抬杆' },
    {
      ...{ ...of('k2', 'B5', 400), how: 'adjusted', endedAt: TWO, endedBy: 'bo', words: 'reason: sealed 多用一次' },
      adjustment: { kind: 'transfer', minutes: 60, amountFen: 400, ...by },
    },
    {
      ...{ ...of('k3', 'B13', 200), how: 'refunded', endedAt: TWO, endedBy: 'may', words: 'reason: sealed 多用一次' },
      ...{ adjustment: { kind: 'refund', minutes: 0, amountFen: 200, ...by }, reference: 'reference: sealed 凭证 7' },
    },
  ])
})

test('[RB70] what was ended stands when the break is opened again, what was rejected or taken back is none, and what fits by itself neither', async () => {
  const desk = new Desk()
  desk.find(found('k1', 'B12'), found('k2', 'B13', fen(200)), found('k3', 'B7'))
  desk.send({ type: 'break.explain', key: 'k1', text: '一' })
  desk.find({ ...found('k1', 'B12'), minutes: 90 })
  desk.now = '2026-11-23T19:00:00.000Z'
  desk.send({ type: 'break.explain', key: 'k1', text: '二' })
  desk.send({ type: 'adjustment.propose', key: 'k2', kind: 'refund', minutes: 0, amountFen: 200, reason: '退' })
  desk.send({ type: 'adjustment.approve', key: 'k2' }, BO)
  desk.send({ type: 'adjustment.reject', key: 'k2', reason: '不退' }, MAY)
  desk.find({ ...found('k3', 'B7'), matchClass: 'M0' })
  const ended = await endingsOf(desk)
  expect(ended.map(({ key, words, minutes }) => [key, words, minutes])).toEqual([
    ['k1', 'text: sealed 一', 90],
    ['k1', 'text: sealed 二', 90],
  ])
})

test('[RB70, JR30] the rows hold words only sealed and without their index, and read as erased when their key is gone', async () => {
  const desk = new Desk()
  desk.find(found('k1', 'B12'))
  desk.send({ type: 'break.explain', key: 'k1', text: '司机张三' }, ANNA)
  const act = [...rowsOf(desk).values()].at(-1)
  expect(act?.['words']).toEqual({ key: 'day', sealed: 'sealed 司机张三' })
  expect(await endingsOf(desk, async () => ERASED)).toMatchObject([{ key: 'k1', words: ERASED, endedBy: 'anna' }])
})
