import { fen } from '@pingting/contract/words/fen'
import type { ExemptionRow, Screen } from '@pingting/contract/words/screen'
import { describe, expect, test } from 'vitest'
import { exemptionOf, outcomeOf } from '../../../../../hall-display/src/parts/parking/parking-outcome.ts'
import { emptyScreen, NINE, TICKET } from '../../hub/screens.ts'

const format = {
  clock: (at: string) => at.slice(11, 16),
  yuan: (amountFen: number | undefined) => `¥${(amountFen ?? 0) / 100}`,
}
const row = (over: Partial<ExemptionRow> = {}): ExemptionRow => ({
  ...{ exemptionId: 'x1', ticketId: TICKET, lotId: 'east', stayId: 's1', plate: '鲁F***45', freeMinutes: 120 },
  ...{ status: 'granted', unknown: false, frozen: false, revoking: false, grantedAt: NINE },
  ...{ notBefore: NINE, notAfter: '2026-11-23T16:00:00.000Z' },
  ...over,
})

describe('what a citizen is told of the parking', () => {
  test('[EX19] granted, or its answer lost, reads as submitted and not as in force', () => {
    expect(outcomeOf(row(), undefined, format)?.word).toBe('granted')
    expect(outcomeOf(row({ unknown: true }), undefined, format)?.word).toBe('granted')
  })

  test('[EX19] confirmed says until when leaving is free: the entry and the minutes, not beyond the day', () => {
    expect(outcomeOf(row({ status: 'confirmed' }), undefined, format)?.values).toEqual({ minutes: 120, until: '03:00' })

    const late = row({ status: 'confirmed', notBefore: '2026-11-23T15:00:00.000Z' })

    expect(outcomeOf(late, undefined, format)?.values['until']).toBe('16:00')
  })

  test('[EX19] used says what it was worth, and says so when nothing was due', () => {
    const used = { status: 'honoured', minutesApplied: 61, feeBeforeFen: fen(400), feeWaivedFen: fen(400) } as const

    expect(outcomeOf(row(used), undefined, format)?.values).toEqual({ minutes: 61, waived: '¥4' })
    expect(outcomeOf(row({ ...used, feeBeforeFen: fen(0) }), undefined, format)?.word).toBe('nothingDue')
  })

  test('[EX19] what waits for a person, is being taken back, or was refused says so before all else', () => {
    expect(outcomeOf(row({ frozen: true, revoking: true }), undefined, format)?.word).toBe('frozen')
    expect(outcomeOf(row({ revoking: true }), undefined, format)).toMatchObject({ word: 'revoking', tone: 'plain' })
    expect(outcomeOf(row({ revoking: true, status: 'revoked' }), undefined, format)?.word).toBe('revoked')
    expect(outcomeOf(row({ status: 'expired' }), undefined, format)).toMatchObject({ word: 'expired', tone: 'warn' })
    const refused = (reason?: string) =>
      outcomeOf(row({ status: 'refused', ...(reason && { reason }) }), undefined, format)?.reasons
    expect(refused('ALREADY_LEFT')).toEqual({ list: 'gate', code: 'ALREADY_LEFT' })
    expect(refused()).toEqual({ list: 'gate', code: 'INVALID' })
  })

  test('[EX19] confirmed without an entry, or for a car that was here longer than that, promises minutes and no hour', () => {
    const { notBefore: _entry, ...unseen } = row({ status: 'confirmed' })
    expect(outcomeOf(unseen, undefined, format)).toMatchObject({ word: 'confirmed', values: { minutes: 120 } })

    const late = { status: 'confirmed', confirmedAt: '2026-11-23T03:00:00.000Z' } as const
    expect(outcomeOf(row(late), undefined, format)).toEqual({
      tone: 'good',
      word: 'confirmed',
      values: { minutes: 120 },
    })
  })

  test('[EX19] used without a word on the minutes was worth those that were granted', () => {
    expect(outcomeOf(row({ status: 'honoured' }), undefined, format)?.values).toMatchObject({ minutes: 120 })
  })

  test('[EX19] a reason that may still come true is told apart from one that is final', () => {
    const withheld = (reason: string) => ({ ticketId: TICKET, reason, at: NINE })

    expect(outcomeOf(undefined, withheld('NOT_INSIDE'), format)).toMatchObject({ word: 'notYet', tone: 'plain' })
    expect(outcomeOf(undefined, withheld('TOO_LATE'), format)).toMatchObject({ word: 'withheld', tone: 'warn' })
    expect(outcomeOf(undefined, undefined, format)).toBeUndefined()
  })

  test('[EX19] after a corrected plate the newer exemption speaks', () => {
    const newer = row({ exemptionId: 'x2', grantedAt: '2026-11-23T01:05:00.000Z' })
    const screen: Screen = { ...emptyScreen(), exemptions: { x1: row({ status: 'revoked' }), x2: newer } }

    expect(exemptionOf(screen, TICKET)).toBe(newer)
    expect(exemptionOf({ ...screen, exemptions: { x2: newer, x1: row() } }, TICKET)).toBe(newer)
    expect(exemptionOf(screen, '20261123-A002')).toBeUndefined()
  })
})
