import { addMs, type Event } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { rowsOf } from '../../../../server/src/settlements/diary/day-rows.ts'
import { booksOf, drawn } from '../../../support/books/drawn.ts'
import { BRIDGE, DAY, World } from '../../reactions/world.ts'
import { diaryOf, PLATE, TERMS } from '../days.ts'

/** Granted, and where it says so confirmed; the gate's ledger tells nothing of it. */
function lacking(confirmedAt?: number) {
  const world = new World()
  world.enter('s1', PLATE)
  const { exemptionId } = world.exemption(world.visit('A001', PLATE))!
  const answer = { bridgeEpoch: 1, exemptionId, gateEpoch: 'g1' }
  if (confirmedAt !== undefined) world.send({ type: 'exemption.confirm', ...answer, ledgerSeq: confirmedAt }, BRIDGE)
  const ledger = (type: 'missed' | 'passed', about: object, gateEpoch = 'g1') =>
    world.lotEvents.push({ type: `ledger.${type}`, v: 1, at: world.now, gateEpoch, ...about } as Event)
  const found = async () => {
    const rules = { now: addMs(world.now, 3_600_000), isLedgerTold: true, shifts: ['00:00'] as const }
    const { verdicts } = await drawn(booksOf(rowsOf(diaryOf(world), DAY, TERMS)), rules as never)
    return verdicts.find(({ key }) => key === exemptionId)?.matchClass
  }
  return { world, ledger, found, diary: () => diaryOf(world) }
}

describe('records of the ledger that nobody has', () => {
  test.each<[string, number | undefined, string]>([
    ['not confirmed', undefined, 'M1'],
    ['confirmed before them', 4, 'B3'],
    ['confirmed with the first of them', 5, 'M1'],
    ['confirmed after them', 9, 'M1'],
  ])(
    '[RB62] given what was granted before they were missed, when it was %s, then it is %s',
    async (_, seq, expected) => {
      const { ledger, found } = lacking(seq)
      expect(await found()).toBe('B3')
      ledger('missed', { from: 5, to: 7 })
      expect(await found()).toBe(expected)
    },
  )

  test('[RB62] given what was granted after they were missed, then it is B3', async () => {
    const { world, ledger, found } = lacking()
    world.lotEvents.unshift({
      type: 'ledger.missed',
      v: 1,
      at: addMs(world.now, -60_000),
      gateEpoch: 'g1',
      from: 5,
      to: 7,
    })
    expect(await found()).toBe('B3')
    ledger('missed', { from: 8, to: 8 })
    expect(await found()).toBe('M1')
  })

  test('[RB62] given another ledger since, of which all is known, then it is B3 again', async () => {
    const { ledger, found } = lacking(9)
    ledger('missed', { from: 5, to: 7 })
    expect(await found()).toBe('M1')
    ledger('passed', { ledgerSeq: 1 }, 'g2')
    expect(await found()).toBe('B3')
  })

  test('[RB63] they are a gap beside that of the facts, under the place where they begin', async () => {
    const { world, ledger, diary } = lacking()
    ledger('missed', { from: 5, to: 7 })
    world.lotEvents.push({ type: 'lot.factsLost', v: 1, at: world.now, gateEpoch: 'g1', from: 5, to: 7 })
    const { verdicts } = await drawn(booksOf(rowsOf(diary(), DAY, TERMS)), {
      ...{ now: world.now, isLedgerTold: true, shifts: ['00:00'] },
    } as never)
    const gaps = verdicts.filter(({ matchClass }) => matchClass === 'B10').map(({ key }) => key)
    expect(gaps).toEqual(['gap|east|g1 ledger|5', 'gap|east|g1|5'])
  })
})
