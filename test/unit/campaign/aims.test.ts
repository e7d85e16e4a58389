import { expect, test } from 'vitest'
import { reached } from '../../../bench/pages/aims.ts'
import type { Row } from '../../../bench/pages/report.ts'
import { verdictOf } from '../../campaign/harness/evidence.ts'

const ROOM: Row[] = [
  { what: 'raw ws, room of 20, open loop, from intended times', side: 'peer', p99Ms: 9 },
  { what: 'room of 20, commit to screen, from durable', side: 'pingting', p99Ms: 4.2 },
  { what: 'our publisher alone, room of 20, from its real send', side: 'pingting', p99Ms: 3, value: 26 },
  { what: 'our publisher alone, room of 20, open loop, from intended times', side: 'pingting', p99Ms: 18 },
  { what: 'raw ws, room of 20, from its real send', side: 'peer', p99Ms: 3, value: 20 },
]

test('[AR41] an aim says what was found, reached or not, and counts as a time', () => {
  // given a room measured beside bare sockets, whose generator was late · then our commit is held to what bare sockets took from their real
  // send, and lateness only to lateness, with one generator before both
  expect(reached('room20', ROOM)).toEqual([
    { what: 'commit to screen, p99 ms ≤ 2', holds: false, isTiming: true, found: '4.20' },
    { what: 'commit to screen, p99, times that of raw ws ≤ 1.5', holds: true, isTiming: true, found: '1.40' },
    {
      ...{ what: 'our publisher, from intended times, p99, times that of raw ws ≤ 1.5', holds: false },
      ...{ isTiming: true, found: '2.00' },
    },
    { what: 'CPU of a delivery, times that of raw ws ≤ 1.4', holds: true, isTiming: true, found: '1.30' },
  ])
})

test('[AR41] the memory of a socket is judged on all of them, not on those that came last', () => {
  // given a first half that costs more than the second
  const memory: Row[] = [
    { what: 'screens of one hall, the second 2000 of them', side: 'pingting', value: 17.4 },
    { what: 'screens of one hall, 4000 together, over what it had when it started', side: 'pingting', value: 37.3 },
    { what: 'screens of one hall, 4000 together, over a process warmed by as many', side: 'pingting', value: 31 },
    { what: 'raw ws, 4000 together, over a process warmed by as many', side: 'peer', value: 5 },
  ]

  // when the aim is looked at · then it is the whole that is held to it, warmed and not
  expect(reached('memory', memory)).toEqual([
    {
      ...{ what: 'kB resident a socket, of all together at a hub that had as many before ≤ 30', holds: false },
      ...{ isTiming: true, found: '31.00' },
    },
    {
      ...{ what: 'kB resident a socket, of all together at a hub that has just started ≤ 30', holds: false },
      ...{ isTiming: true, found: '37.30' },
    },
  ])
})

test('[AR41] what was not measured is not reached, and what has no aim claims nothing', () => {
  expect(reached('day', [])).toEqual([
    { what: 'times real time ≥ 300', holds: false, isTiming: true, found: 'not measured' },
  ])
  expect(reached('everybody', ROOM)).toEqual([])
})

test('[FA47] the first number of a phone is held to two seconds, the slowest too', () => {
  const phone: Row[] = [{ what: 'scan → number drawn', side: 'pingting', p50Ms: 1_500, p99Ms: 2_100 }]
  expect(reached('phone', phone)).toMatchObject([{ holds: true }, { holds: false, found: '2100.00' }])
})

test('[FA98] a board that grows breaks its word on any machine; a share of a core is a time', () => {
  // given a board that takes too much, and keeps what it has shown
  const board: Row[] = [
    { what: 'CPU of a 4K board’s page, 40 counters', side: 'pingting', value: 31 },
    { what: 'heap of the board more after 36010 frames', side: 'pingting', value: 1_200 },
    { what: 'nodes of the board more after 36010 frames', side: 'pingting', value: 1 },
  ]

  // when its aims are looked at · then the machine may be blamed for the first alone
  const claims = reached('board', board)
  expect(claims.map(({ holds, isTiming }) => [holds, isTiming])).toEqual([
    [false, true],
    [false, undefined],
    [false, undefined],
  ])
  expect(verdictOf(claims)).toBe('**no**')
})
