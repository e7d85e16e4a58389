import type { CounterRow, HallHead, TicketRow } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { counterLines, serviceLines } from '../../../../hall-display/src/office/live/floor.ts'
import { spanOf } from '../../../../hall-display/src/parts/left.ts'

const AT = '2026-11-23T01:00:00.000Z'
const LATER = '2026-11-23T01:05:00.000Z'
const counter = (counterId: string, more: Partial<CounterRow> = {}): CounterRow => ({
  ...{ counterId, label: counterId, profile: ['tax'], status: 'open', since: AT, staffName: `clerk ${counterId}` },
  ...more,
})
const ticket = (number: string, more: Partial<TicketRow> = {}): TicketRow => ({
  ...{ ticketId: number, number, serviceCode: 'tax', priority: 'none', status: 'waiting', takenAt: AT, recallTally: 0 },
  ...more,
})
const byId = <T>(rows: T[], id: (row: T) => string): Record<string, T> => Object.fromEntries(rows.map(r => [id(r), r]))

describe('the floor as the office shows it', () => {
  test('[FA49] each counter is closed, paused, free, calling or serving, since when, with a number and no person', () => {
    const counters = byId(
      [
        counter('1', { ticketId: 'A001' }),
        counter('2', { ticketId: 'A002' }),
        counter('3'),
        counter('4', { status: 'paused', pauseReason: 'break' }),
        { counterId: '5', label: '5', profile: ['tax'], status: 'closed' as const },
      ],
      row => row.counterId,
    )
    const tickets = byId(
      [ticket('A001', { status: 'serving', servingAt: LATER }), ticket('A002', { status: 'called' })],
      row => row.ticketId,
    )
    expect(counterLines({ counters, tickets })).toEqual([
      { counterId: '1', label: '1', state: 'serving', since: LATER, number: 'A001', staffName: 'clerk 1' },
      { counterId: '2', label: '2', state: 'called', since: AT, number: 'A002', staffName: 'clerk 2' },
      { counterId: '3', label: '3', state: 'idle', since: AT, staffName: 'clerk 3' },
      { counterId: '4', label: '4', state: 'paused', since: AT, staffName: 'clerk 4', pauseReason: 'break' },
      { counterId: '5', label: '5', state: 'closed' },
    ])
  })

  test('[FA49, ME36] of each service who waits, the longest wait, and how many wait over thirty minutes', () => {
    const tickets = byId(
      [ticket('A001'), ticket('A002', { takenAt: LATER }), ticket('A003', { status: 'serving' })],
      row => row.ticketId,
    )
    const services = ['tax', 'id'].map(code => ({ code, prefix: 'A', zh: code, en: code }))
    const hall = { services } as HallHead
    const thirty = Date.parse(AT) + 30 * 60_000
    expect(serviceLines(hall, tickets, thirty)).toEqual([
      { code: 'tax', waiting: 2, oldestAt: AT, late: 0 },
      { code: 'id', waiting: 0, late: 0 },
    ])
    expect(serviceLines(hall, tickets, thirty + 1)[0]).toMatchObject({ late: 1 })
    // [HL65] or as many as the hall says.
    expect(serviceLines({ ...hall, waitLimitMinutes: 45 }, tickets, thirty + 1)[0]).toMatchObject({ late: 0 })
  })

  test('[FA50] time that is left, or over, is told in days, hours and minutes', () => {
    expect(spanOf(((26 * 60 + 5) * 60 + 59) * 1000)).toEqual({ days: 1, hours: 2, minutes: 5 })
    expect(spanOf(-61 * 60_000)).toEqual({ days: 0, hours: 1, minutes: 1 })
  })
})
