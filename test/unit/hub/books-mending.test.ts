import { addMs, fen } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { MENDED_MAX, mendingsOf, type Pass, phantomsOf } from '../../../server/src/hub/books/mending.ts'
import { visitIdOf } from '../../../server/src/hub/ids.ts'
import type { Verdict } from '../../../server/src/settlements/matching/classify.ts'
import { BRIDGE, DAY, fakeId, NINE, World } from '../reactions/world.ts'

const PLATE = '鲁F12345'
const QUARTER_MS = 15 * 60_000

const verdict = (key: string, matchClass: Verdict['matchClass'], over: Partial<Verdict> = {}): Verdict => ({
  ...{ key, matchClass, businessDay: DAY, minutes: 120, amountFen: fen(0), ...over },
})
const passOf = (verdicts: Verdict[], over: Partial<Pass> = {}): Pass => ({
  ...{ day: DAY, now: addMs(NINE, 3_600_000), verdicts, openedAt: new Map(), ...over },
})
const others = (tally: number, matchClass: Verdict['matchClass'], over: Partial<Verdict> = {}) =>
  Array.from({ length: tally }, (_, n) => verdict(fakeId(`other ${n}`), matchClass, over))

describe('what a hall does by itself about what does not fit', () => {
  function granted() {
    const world = new World()
    world.enter('s1', PLATE)
    const { exemptionId, grantedAt } = world.exemption(world.visit('A001', PLATE))!
    const asked = (pass: Pass) => mendingsOf(pass, 7, [{ hallId: 'h1', exemptions: world.exemptions }])
    const confirm = { type: 'exemption.confirm', bridgeEpoch: 1, exemptionId, gateEpoch: 'g1', ledgerSeq: 1 } as const
    return { world, exemptionId, grantedAt, asked, confirm: () => world.send(confirm, BRIDGE) }
  }

  test('[RB48] what the gate confirmed and does not hold is doubted, once each time it is news', () => {
    const { world, exemptionId, asked, confirm } = granted()
    let openedAt = new Map([[exemptionId, addMs(world.now, 60_000)]])
    const found = (matchClass: Verdict['matchClass']) => asked(passOf([verdict(exemptionId, matchClass)], { openedAt }))
    const doubt = [{ hallId: 'h1', command: { type: 'exemption.doubt', exemptionId, bridgeEpoch: 7 } }]
    expect(found('B3')).toEqual([])
    confirm()
    expect(found('B3')).toEqual(doubt)
    expect([found('B4'), found('M1')]).toEqual([[], []])
    openedAt = new Map()
    expect(found('B3')).toEqual([])
  })

  test('[RB89] who was limited and is owed it is asked about again, with each pass, and nobody else', () => {
    const { world, asked } = granted()
    const second = world.visit('A002', PLATE)
    expect(world.withheld(second)).toBe('LIMIT_PLATE')
    const { evaluationId } = world.exemptions.claims.get(second)!.evaluation!
    const again = [{ hallId: 'h1', command: { type: 'exemption.consider', ticketId: second } }]
    const found = (key: string, matchClass: Verdict['matchClass']) => asked(passOf([verdict(key, matchClass)]))
    expect(found(`owed|${evaluationId}`, 'B1')).toEqual(again)
    expect(found(`owed|${visitIdOf('h1', second)}`, 'B1')).toEqual(again)
    expect([found(`owed|${evaluationId}`, 'B13'), found(`owed|${fakeId('x')}`, 'B1')]).toEqual([[], []])
  })

  test('[RB58] a doubt that was lost is repeated, and none that was told, or answered since the break was opened', () => {
    // given a break that was opened a minute after the gate had confirmed
    const { world, exemptionId, asked, confirm } = granted()
    confirm()
    const openedAt = new Map([[exemptionId, world.pass(60).now]])
    const again = () => asked(passOf([verdict(exemptionId, 'B3')], { openedAt, now: world.now })).length

    // when the hub dies before it doubts, then every pass after that does, until the doubt is told
    world.pass(300)
    expect([again(), again()]).toEqual([1, 1])
    const [lost] = asked(passOf([verdict(exemptionId, 'B3')], { openedAt }))
    world.send({ ...lost!.command, bridgeEpoch: 1 } as never, { kind: 'system', part: 'books' })
    expect(world.exemptions.exemptions.get(exemptionId)).toMatchObject({ unknown: true })
    expect(again()).toBe(0)

    // and once the gate has answered, it is not asked about this break any more
    world.pass(1)
    confirm()
    expect(world.exemptions.exemptions.get(exemptionId)).toMatchObject({ unknown: false })
    expect(again()).toBe(0)
  })

  test('[RB61] what no valid evaluation stands behind is taken back once it is no longer young, though it is no news', () => {
    const { world, exemptionId, grantedAt, asked } = granted()
    const at = (ms: number) =>
      passOf([verdict(exemptionId, 'B2')], { now: addMs(grantedAt, ms), openedAt: new Map([[exemptionId, grantedAt]]) })
    const impound = [{ hallId: 'h1', command: { type: 'exemption.impound', exemptionId } }]
    expect([asked(at(QUARTER_MS)), asked(at(QUARTER_MS + 1))]).toEqual([[], impound])
    world.exemptions.exemptions.get(exemptionId)!.revoking = true
    expect(asked(at(QUARTER_MS + 1))).toEqual([])
  })

  test('[RB61] of more than five on one day none is taken back, whatever became of the others', () => {
    const { exemptionId, asked } = granted()
    const among = (tally: number) => asked(passOf([...others(tally, 'B2'), verdict(exemptionId, 'B2')]))
    expect([among(MENDED_MAX - 1).length, among(MENDED_MAX).length]).toEqual([1, 0])
  })
})

describe('what the gate holds and nobody granted', () => {
  const nobody = () => false
  const heldAt = addMs(NINE, -1)
  const key = fakeId('phantom')
  const phantom = (over: Partial<Verdict> = {}) => verdict(key, 'B4', { heldAt, ...over })
  const told = { type: 'lot.findPhantoms', phantoms: [{ exemptionId: key, freeMinutes: 120, heldAt }] }

  test('[RB60] is taken back once it is no longer young, and once', () => {
    const at = (now: string) => phantomsOf(passOf([phantom()], { now }), nobody)
    expect([at(addMs(heldAt, QUARTER_MS)), at(addMs(heldAt, QUARTER_MS + 1))]).toEqual([undefined, told])
    expect(phantomsOf(passOf([phantom()]), id => id === key)).toBeUndefined()
  })

  test('[RB60] is no phantom that is taken back where a car went out on it, or that the gate had refused', () => {
    const { heldAt: _, ...used } = phantom()
    expect(phantomsOf(passOf([used, verdict(fakeId('other'), 'M1')]), nobody)).toBeUndefined()
  })

  test('[RB60] today’s and yesterday’s only: what is older is over', () => {
    const of = (day: string) => phantomsOf(passOf([phantom()], { day }), nobody)
    expect([of('2026-11-22'), of('2026-11-21')]).toEqual([told, undefined])
  })

  test('[RB60] of more than five on one day none is taken back: they wait for a person, so many as a message holds', () => {
    const among = (tally: number, over?: Partial<Verdict>) =>
      phantomsOf(passOf([phantom(), ...others(tally, 'B4', over)]), nobody)
    expect(among(MENDED_MAX - 1)).toEqual(told)
    expect(among(MENDED_MAX)).toEqual({ ...told, waits: true })
    expect(among(40, { heldAt })).toMatchObject({ waits: true, phantoms: { length: 20 } })
  })
})
