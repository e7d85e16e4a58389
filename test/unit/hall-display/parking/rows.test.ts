import type { ExemptionRow, Screen } from '@pingting/contract/words/screen'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { filterRows, parkingRows, totalsOf } from '../../../../hall-display/src/parking/rows.ts'
import { emptyScreen, NINE } from '../hub/screens.ts'

const STATUSES = ['granted', 'confirmed', 'honoured', 'refused', 'revoked', 'expired', 'writtenOff'] as const
const row = (exemptionId: string, over: Partial<ExemptionRow> = {}): ExemptionRow => ({
  ...{ exemptionId, ticketId: '20261123-A001', lotId: 'east', stayId: 's1', plate: '鲁F12345', freeMinutes: 120 },
  ...{ status: 'granted', unknown: false, frozen: false, revoking: false, grantedAt: NINE, notAfter: NINE },
  ...over,
})

describe('the operator’s rows', () => {
  test('[FA] granted = honoured + refused + revoked + expired + writtenOff + open, whatever happened', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...STATUSES), { maxLength: 50 }), statuses => {
        const rows = statuses.map((status, i) => [`x${i}`, row(`x${i}`, { status })] as const)
        const { granted, ...parts } = totalsOf(Object.fromEntries(rows))

        expect(granted).toBe(statuses.length)
        expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(granted)
      }),
      { verbose: 1 },
    )
  })

  test('[FA] a lost answer shows as unknown while it is open, and never afterwards', () => {
    const exemptions = { x1: row('x1', { unknown: true }), x2: row('x2', { status: 'honoured', unknown: true }) }

    const states = parkingRows({ ...emptyScreen(), exemptions }).map(({ id, state }) => [id, state])

    expect(Object.fromEntries(states)).toEqual({ x1: 'unknown', x2: 'honoured' })
  })

  test('[FA] what concerns the operator more stands before the plain state: frozen, then being taken back', () => {
    const exemptions = {
      x1: row('x1', { frozen: true, revoking: true }),
      x2: row('x2', { status: 'confirmed', revoking: true }),
      x3: row('x3', { status: 'confirmed' }),
    }

    const states = parkingRows({ ...emptyScreen(), exemptions }).map(({ id, state }) => [id, state])

    expect(Object.fromEntries(states)).toEqual({ x1: 'frozen', x2: 'revoking', x3: 'confirmed' })
  })

  test('[FA] rows stand newest first, an ended exemption at its end, and a rating without a plate is one', () => {
    const at = (minute: number) => `2026-11-23T01:0${minute}:00.000Z`
    const exemptions = {
      x1: row('x1', { grantedAt: at(1), status: 'honoured', endedAt: at(5) }),
      x2: row('x2', { grantedAt: at(2) }),
      x3: row('x3', { grantedAt: at(2) }),
    }
    const withheld = { t1: { ticketId: 't1', reason: 'NO_PLATE', at: at(3) } }

    const rows = parkingRows({ ...emptyScreen(), exemptions, withheld })

    expect(rows.map(({ id }) => id)).toEqual(['x1', 't1', 'x2', 'x3'])
    expect(rows[1]!.plate).toBe('')
  })

  test('[FA] rows are found by state, and by any part of the plate however it is typed', () => {
    const withheld = { t1: { ticketId: 't1', reason: 'NOT_INSIDE', at: NINE, plate: '鲁Y8A612' } }
    const screen: Screen = { ...emptyScreen(), exemptions: { x1: row('x1') }, withheld }
    const rows = parkingRows(screen)

    expect(filterRows(rows, 'all', ' f·123').map(({ id }) => id)).toEqual(['x1'])
    expect(filterRows(rows, 'withheld', '').map(({ id }) => id)).toEqual(['t1'])
    expect(filterRows(rows, 'granted', '8A6')).toEqual([])
  })
})
