import type { Told } from '@pingting/contract'
import { rankIn, type Waiting } from './queue.ts'
import type { Seat, TicketState } from './state.ts'

/** A quarter either way of the recent mean: service times scatter, and a citizen plans by the later end. */
const BAND = 0.25

/** Whole business minutes. */
export type WaitRange = Required<Omit<Told, 'aheadTally'>>

/** What a newcomer is told of his place, as the queue stands before he has joined it. */
export function tellNewcomer(state: TicketState, serviceCode: string, newcomer: Waiting): Told {
  const aheadTally = rankIn(state.waiting.get(serviceCode) ?? [], newcomer)
  const lengthOf = (code: string) => lengthIn(state, code) + (code === serviceCode ? 1 : 0)
  return { aheadTally, ...rangeBehind(state, serviceCode, aheadTally, lengthOf) }
}

/** What somebody who waits is told: the lists have him already. */
export const rangeOf = (state: TicketState, serviceCode: string, aheadTally: number): WaitRange | undefined =>
  rangeBehind(state, serviceCode, aheadTally, code => lengthIn(state, code))

const lengthIn = (state: TicketState, code: string): number => state.waiting.get(code)?.length ?? 0

/**
 * How long the wait may be. The earlier end takes every open counter of the service to work for it alone; the later
 * end gives it only its share of counters that also serve other queues, and counts one more service for whoever is at
 * the counter now.
 */
function rangeBehind(
  state: TicketState,
  serviceCode: string,
  ahead: number,
  lengthOf: (code: string) => number,
): WaitRange | undefined {
  const pace = state.pace.get(serviceCode)
  const seats = [...state.seats.values()].filter(s => s.status === 'open' && s.profile.includes(serviceCode))
  if (pace === undefined || seats.length === 0) return undefined
  const share = seats.reduce((sum, seat) => sum + shareOf(seat, serviceCode, lengthOf), 0)
  const minutes = pace.recentMinutes
  return {
    waitMinutesFrom: Math.floor((ahead * minutes * (1 - BAND)) / seats.length),
    waitMinutesTo: Math.ceil(((ahead + 1) * minutes * (1 + BAND)) / share),
  }
}

/** Which part of a counter's work falls to one service: as many as wait for it, of all who wait for that counter. */
const shareOf = (seat: Seat, serviceCode: string, lengthOf: (code: string) => number): number =>
  lengthOf(serviceCode) / seat.profile.reduce((sum, code) => sum + lengthOf(code), 0)
