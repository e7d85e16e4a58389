import { expect, test } from 'vitest'
import { evolve, initial } from '../../../server/src/metrics/state.ts'
import { dayBooks, hallFrame } from '../../../server/src/metrics/view.ts'
import { DAY, NINE, World } from '../reactions/world.ts'

test('[ME2] a default rating counts apart: evaluated, and never active', () => {
  // given a service that was completed
  const world = new World()
  const ticketId = world.serve(world.take('A001'))
  world.finish(ticketId)
  // when it is rated by default
  const about = { evaluationId: 'e1', ticketId, counterId: '1', staffId: 'clerk-1', serviceCode: 'tax' }
  const rating = { level: 5, tagVersion: 1, tagCodes: [] as string[], channel: 'phone', source: 'default' } as const
  world.commit([{ type: 'evaluation.submitted', v: 1, at: world.now, ...about, ...rating, serviceDay: DAY }])
  // then
  const frame = hallFrame(world.metrics, DAY)
  expect(frame).toMatchObject({ evaluationTally: 0, byLevel: { 5: 0 }, rates: { active: 0, evaluated: 1, good: 1 } })
})

test('[ME21] a hall in which nothing has happened yet has no day to write down', () => {
  expect(dayBooks(initial())).toEqual([])
})

test('[ME21] written down are the day that goes on and, once it has ended, the day before as it ended', () => {
  // given a day with one ticket
  const world = new World()
  world.take('A001')
  const days = () => dayBooks(world.metrics).map(({ figures }) => [figures.businessDay, figures.takenTally])
  expect(days()).toEqual([[DAY, 1]])
  // when two are taken on the next day · then both days are there
  world.pass(24 * 60 * 60)
  world.take('A001')
  world.take('A002')
  expect(days()).toEqual([
    [DAY, 1],
    ['2026-11-24', 2],
  ])
})

test('[ME11] somebody who waits for a service counted for the first time is one', () => {
  const state = initial()
  const ticket = { ticketId: 't1', number: 'A001', serviceCode: 'tax', priority: 'none', businessDay: DAY } as const
  evolve(state, { type: 'ticket.taken', v: 1, at: NINE, ...ticket })
  expect(hallFrame(state, DAY).waitingByService).toEqual({ tax: 1 })
})
