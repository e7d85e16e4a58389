import fc from 'fast-check'
import { expect, test } from 'vitest'
import { apply, decideGrant, emptyLedger } from '../../../parking-bridge/simulated-gate/src/ledger.ts'
import { at, Gate, grantCommand, policy } from './given.ts'

const PLATES = ['鲁F00001', '鲁F00002', '鲁Y00003'] as const
const KEYS = ['K1', 'K2', 'K3', 'K4', 'K5'] as const
const plate = fc.constantFrom(...PLATES)
const key = fc.constantFrom(...KEYS)

/** One thing that happens at the gate, and how many minutes after the one before. */
const happening = fc.record({
  wait: fc.integer({ min: 0, max: 90 }),
  what: fc.oneof(
    fc.record({
      do: fc.constant('grant' as const),
      key,
      plate,
      freeMinutes: fc.constantFrom(60, 120),
      maxUses: fc.constantFrom(1, 1, 2),
      bridgeEpoch: fc.constantFrom(1, 1, 1, 2),
    }),
    fc.record({ do: fc.constant('revoke' as const), key }),
    fc.record({
      do: fc.constant('enter' as const),
      plate: fc.option(plate, { nil: undefined }),
      carClass: fc.constantFrom('casual' as const, 'casual' as const, 'staff' as const),
    }),
    fc.record({ do: fc.constant('exit' as const), plate, pay: fc.boolean() }),
    fc.record({ do: fc.constant('pay' as const), plate }),
    fc.record({ do: fc.constant('correct' as const), stay: fc.nat({ max: 8 }), plate }),
    fc.record({ do: fc.constant('expire' as const) }),
  ),
})
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never

function play(happenings: Happening[]): Gate {
  const gate = new Gate()
  let minute = 0
  for (const [index, { wait, what }] of happenings.entries()) {
    minute += wait
    if (what.do === 'grant') gate.grant(minute, { ...what, notAfter: at(minute + 300) })
    else if (what.do === 'revoke') gate.revoke(minute, what.key, 2)
    else if (what.do === 'enter' && what.plate === undefined) gate.enterUnread(minute, `S${index}`)
    else if (what.do === 'enter') gate.enter(minute, what.plate, `S${index}`, what.carClass)
    else if (what.do === 'exit') gate.exit(minute, { plate: what.plate }, what.pay)
    else if (what.do === 'pay') gate.pay(minute, what.plate)
    else if (what.do === 'correct') gate.correct(minute, `S${what.stay}`, what.plate)
    else gate.expire(minute)
  }
  return gate
}

const RUNS = { numRuns: 200 }
const histories = fc.array(happening, { maxLength: 60, size: 'max' })

test('[G2] whatever happens, granted = consumed + revoked + lapsed + open, and ActiveCount is the open ones', () => {
  fc.assert(
    fc.property(histories, happenings => {
      const { ledger } = play(happenings)
      const granted = ledger.records.filter(record => record.type === 'ExemptionGranted')
      const ends = [...ledger.grants.values()].map(grant => grant.end ?? 'open')
      expect(new Set(granted.map(record => record.grantKey)).size).toBe(granted.length)
      expect(ends).toHaveLength(granted.length)
      expect(ends.filter(end => end === 'open')).toHaveLength(ledger.activeCount)
      for (const key of [...ledger.waiting.values()].flat()) expect(ledger.grants.get(key)).not.toHaveProperty('stayId')
      expect([...ledger.stays.values()].filter(stay => stay.exitedAt === undefined)).toHaveLength(ledger.carsInside)
    }),
    RUNS,
  )
})

test('[G3] both numbers run from 1 without gaps', () => {
  fc.assert(
    fc.property(histories, happenings => {
      const { ledger } = play(happenings)
      expect(ledger.records.map(record => record.ledgerSeq)).toEqual(ledger.records.map((_, index) => index + 1))
      expect(ledger.events.map(event => event.sequenceNumber)).toEqual(ledger.events.map((_, index) => index + 1))
      expect([ledger.ledgerSeq, ledger.eventSeq]).toEqual([ledger.records.length, ledger.events.length])
    }),
    RUNS,
  )
})

test('[G2] replaying what was written gives the very same ledger', () => {
  fc.assert(
    fc.property(histories, happenings => {
      const gate = play(happenings)
      const replayed = emptyLedger(policy)
      for (const commit of gate.commits) apply(replayed, JSON.parse(JSON.stringify(commit)))
      expect(replayed).toEqual(gate.ledger)
    }),
    RUNS,
  )
})

test('[T4] every waiver adds up, each use is one exit, and a stay has at most one waiver', () => {
  fc.assert(
    fc.property(histories, happenings => {
      const { ledger } = play(happenings)
      const honoured = ledger.events.filter(event => event.type === 'ExemptionHonoured')
      for (const event of honoured) {
        expect(event.feeBeforeFen).toBe(event.feeWaivedFen + event.feeAfterFen)
        expect(event.minutesApplied).toBeLessThanOrEqual(ledger.grants.get(event.grantKey)!.freeMinutes)
      }
      expect(new Set(honoured.map(event => event.stayId)).size).toBe(honoured.length)
      for (const grant of ledger.grants.values()) {
        const uses = honoured.filter(event => event.grantKey === grant.grantKey)
        expect(uses).toHaveLength(grant.maxUses - grant.usesLeft)
        expect(uses.reduce((sum, event) => sum + event.feeWaivedFen, 0)).toBe(grant.waivedFen)
      }
    }),
    RUNS,
  )
})

test('[G2] any order repeated at any later moment changes nothing', () => {
  fc.assert(
    fc.property(histories, fc.integer({ min: 0, max: 5_000 }), (happenings, wait) => {
      const gate = play(happenings)
      const before = structuredClone(gate.ledger)
      for (const { grantKey, plate: held, freeMinutes, requestHash } of [...gate.ledger.grants.values()]) {
        const command = grantCommand({
          key: grantKey,
          plate: held,
          freeMinutes,
          requestHash,
          bridgeEpoch: gate.ledger.bridgeEpoch,
        })
        const { commit, answer } = decideGrant(gate.ledger, command, at(10_000 + wait))
        expect([commit.records, commit.events, answer.outcome]).toEqual([[], [], 'AlreadyApplied'])
      }
      expect(gate.ledger).toEqual(before)
    }),
    RUNS,
  )
})

test('[G2] orders told any number of times in any order are each applied once', () => {
  const orders = KEYS.map((each, index) => ({
    key: each,
    plate: PLATES[index % PLATES.length]!,
    freeMinutes: 60 + index,
  }))
  const tellings = fc.array(fc.constantFrom(...orders), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(tellings, told => {
      const gate = new Gate()
      const outcomes = told.map(order => gate.grant(1, order).outcome)
      const distinct = new Set(told.map(order => order.key))
      expect(outcomes.filter(outcome => outcome === 'Applied')).toHaveLength(distinct.size)
      expect(new Set(gate.ledger.grants.keys())).toEqual(distinct)
    }),
    RUNS,
  )
})

test('a revoked key is never honoured afterwards, in whatever order grant and revoke arrive', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(['grant', 'grant', 'revoke', 'enter'] as const, { minLength: 4 }), steps => {
      const gate = new Gate()
      for (const step of steps) {
        if (step === 'grant') gate.grant(1)
        else if (step === 'revoke') gate.revoke(1)
        else gate.enter(1)
      }
      gate.exit(100)
      expect(gate.eventTypes).not.toContain('ExemptionHonoured')
    }),
  )
})
