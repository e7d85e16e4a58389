import { businessDayOf, type HallFrame, instantOf, LEVELS, type Level, TOLD_TOGETHER } from '@pingting/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HALL_ID } from '../../../../server/living-hall/seed.ts'
import { type Door, HALL, openDoor } from '../../../support/access/door.ts'
import { Client, eventOf, rating } from '../../../support/client.ts'
import { Listener, until } from '../../../support/room.ts'

/** Seven of them: one batch, and two that fill none. */
const GIVEN: Level[] = [1, 5, 4, 3, 1, 2, 5]
const BATCH = { 5: 1, 4: 1, 3: 1, 2: 0, 1: 2 }
const NONE = { 5: 0, 4: 0, 3: 0, 2: 0, 1: 0 }
const ALL = { 5: 2, 4: 1, 3: 1, 2: 1, 1: 2 }

let door: Door
beforeAll(async () => {
  door = await openDoor()
})
afterAll(() => door?.close())

/** Who stands at the counter rates, while everybody looks at the figures. */
async function rates(level: Level): Promise<void> {
  const { clerk, kiosk, hub } = door
  const answer = await kiosk.must('ticket.take', { serviceCode: 'enterprise' })
  const { ticketId } = eventOf(answer, 'ticket.taken')
  await clerk.must('ticket.callOne', { counterId: 'C01', ticketId })
  await clerk.must('ticket.arrive', { counterId: 'C01', ticketId })
  const said = { ...rating(ticketId, 'phone'), level, text: '还行' }
  await new Client(hub.url, answer.ticket!.token).must('evaluation.submit', said)
  await clerk.must('ticket.finish', { counterId: 'C01', ticketId })
}

const figuresOf = (message: { frame?: unknown } | undefined): HallFrame => message?.frame as HallFrame
const sum = (byLevel: HallFrame['byLevel']): number => LEVELS.reduce((all, level) => all + byLevel[level], 0)

/** Shares that were made of levels. */
const ofLevels = ({ rates: { good, activeGood, bad, score } }: HallFrame) => [good, activeGood, bad, score]

test('[AU6] board and floor hear levels in whole fives only, in every frame and on resuming, and at once that somebody rated', async () => {
  const { hub, clerk, manager, called } = door
  await clerk.must('ticket.miss', { counterId: 'C01', ticketId: called.ticketId })
  const audiences: [string, string | undefined][] = [
    ['public', undefined],
    ['floor', clerk.credential],
    ['floor', manager.credential],
  ]
  const rooms: Listener[] = []
  for (const [audience, credential] of audiences) {
    const listener = await new Listener(hub.url, credential === undefined ? {} : { credential }).opened()
    await listener.enter(HALL, audience)
    rooms.push(listener)
  }

  for (const [index, level] of GIVEN.entries()) {
    await rates(level)
    for (const [place, { frames }] of rooms.entries()) {
      const tally = () => figuresOf(frames.at(-1))?.evaluationTally
      await until(`${audiences[place]![0]} hears of ${index + 1}`, () => tally() === index + 1)
    }
    const newcomer = await new Listener(hub.url).opened()
    expect(sum(figuresOf(await newcomer.enter(HALL, 'public')).byLevel)).toBe(index + 1 < TOLD_TOGETHER ? 0 : 5)
    newcomer.close()
  }

  for (const { frames } of rooms) {
    const told = frames.map(figuresOf)
    const distinct = (of: (frame: HallFrame) => unknown) => [...new Set(told.map(frame => JSON.stringify(of(frame))))]
    expect(distinct(({ byLevel }) => byLevel)).toEqual([NONE, BATCH].map(one => JSON.stringify(one)))
    expect(distinct(ofLevels)).toEqual(['[null,null,null,null]', '[0.6,0.6,0.4,4.8]'])
  }
  for (const listener of rooms) listener.close()
})

test('[ME14] the day that goes on: clerk and operator are told whole fives over HTTP, managers every level, the gauges none', async () => {
  const { manager, admin, clerk, operator, nobody } = door
  type Told = { figures: HallFrame; exact?: unknown; marginals?: unknown }
  const dayOf = async (who: Client) =>
    (await who.get<Told>(`/api/halls/${HALL_ID}/days/${businessDayOf(instantOf(Date.now()))}`)).json
  // The figures of the day are written down every five seconds.
  await expect.poll(async () => (await dayOf(manager)).figures?.evaluationTally, { timeout: 20_000 }).toBe(GIVEN.length)

  for (const who of [clerk, operator]) {
    const { figures, ...row } = await dayOf(who)
    expect(figures).toMatchObject({ evaluationTally: 7, byLevel: BATCH, rates: { activeGood: 3 / 5, score: 24 / 5 } })
    expect(Object.keys(row).sort()).toEqual(['_id', 'businessDay', 'hallId', 'seq'])
  }
  for (const who of [manager, admin]) {
    const { figures, ...row } = await dayOf(who)
    expect(figures).toMatchObject({ evaluationTally: 7, byLevel: ALL, rates: { activeGood: 4 / 7, bad: 3 / 7 } })
    expect(Object.keys(row).sort()).toEqual(['_id', 'businessDay', 'hallId', 'seq'])
  }
  const { text } = await nobody.send('GET', '/metrics')
  expect(text).toContain('pingting_commands_total')
  expect(text).not.toMatch(/level|rating|satisf/i)
})
