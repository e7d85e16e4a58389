import { addMs, type Fen, fen, type MatchClass, sumFen } from '@pingting/contract'
import type { GrantedRow, UsedRow } from '../../../server/src/settlements/matching/rows.ts'
import { gapOf } from './clean.ts'
import {
  exit,
  exitKey,
  feesOf,
  granted,
  held,
  MINUTE,
  noRows,
  owed,
  owedKey,
  type Plan,
  paidInFull,
  planOf,
  plateOf,
  type Rows,
  usedVisit,
  type Visitor,
} from './visits.ts'

export type BreakClass = Exclude<MatchClass, 'M0' | 'M1'>

/** A visit with one thing wrong in it, and the key under which that must be found. */
export interface Planted {
  rows: Partial<Rows>
  key: string
}
type Plant = (plan: Plan) => Planted

const more = (amount: Fen, by: number): Fen => sumFen([amount, fen(by)])

/** The visit of who used an exemption, with its use told otherwise. */
const usedOtherwise = (plan: Plan, change: (use: UsedRow) => Partial<UsedRow>): Planted => {
  const visit = usedVisit(plan)
  return { key: plan.key, rows: { ...visit, used: visit.used.map(use => ({ ...use, ...change(use) })) } }
}

/** The visit of who used an exemption that was not rightly granted, though all three voices tell it alike. */
const usedOnTerms = (plan: Plan, terms: Partial<GrantedRow>): Planted => {
  const visit = usedVisit(plan)
  return { key: plan.key, rows: { ...visit, granted: visit.granted.map(row => ({ ...row, ...terms })) } }
}

const usedAgain = (plan: Plan, change: (use: UsedRow) => Partial<UsedRow>): Planted => {
  const visit = usedVisit(plan)
  const again = visit.used.map(use => ({ ...use, transactionId: `${use.transactionId}9`, ...change(use) }))
  return { key: plan.key, rows: { ...visit, used: [...visit.used, ...again] } }
}

const NOTHING_DUE = { feeBeforeFen: fen(0), feeWaivedFen: fen(0), feeAfterFen: fen(0) }

/** One character of a plate read as another. */
const misread = (text: string) => plateOf(`${text.slice(0, -1)}${text.endsWith('8') ? 'B' : '8'}`)
const strange = plateOf('粤B12345')

/** Every break class with the ways into it. */
export const PLANTS: Readonly<Record<BreakClass, readonly Plant[]>> = {
  // Earned, the car inside, and nobody granted it.
  B1: [plan => ({ key: owedKey(plan), rows: { owed: [owed(plan)] } })],
  // Granted for nothing: used, or waiting at the gate.
  B2: [
    plan => {
      const visit = usedVisit(plan)
      const unearned = visit.granted.map(({ ratedAt: _ratedAt, ...row }) => row)
      return { key: plan.key, rows: { ...visit, granted: unearned, owed: [] } }
    },
    plan => {
      const { ratedAt: _ratedAt, ...row } = granted(plan, 'confirmed')
      return { key: plan.key, rows: { granted: [row], held: [held(plan)] } }
    },
  ],
  // The gate was told, or should have been, and holds nothing.
  B3: [
    plan => ({ key: plan.key, rows: { granted: [granted(plan, 'granted')] } }),
    plan => ({
      key: plan.key,
      rows: { granted: [granted(plan, 'confirmed')], owed: [owed(plan, { exemptionId: plan.key })] },
    }),
  ],
  // The gate has what no hall granted, or what it had said to refuse.
  B4: [
    plan => ({ key: plan.key, rows: { held: [held(plan)] } }),
    plan => ({ key: plan.key, rows: { ...usedVisit(plan), granted: [], owed: [] } }),
    plan => ({ key: plan.key, rows: { ...usedVisit(plan), granted: [], held: [], owed: [] } }),
    plan => ({
      key: plan.key,
      rows: { granted: [granted(plan, 'refused', { endedAt: plan.heldAt })], held: [held(plan)] },
    }),
  ],
  // Twice: by another lane, and an hour later; and on a stay for which another hall had granted.
  B5: [
    plan => usedOnTerms(plan, { isSecond: true }),
    plan => usedAgain(plan, () => ({ laneId: 'out9' })),
    plan => usedAgain(plan, ({ exitedAt }) => ({ exitedAt: addMs(exitedAt, 60 * MINUTE), stayId: `${plan.stayId}b` })),
  ],
  // After it was taken back, written off, or had run out.
  B6: [
    ...(['revoked', 'writtenOff', 'refused'] as const).map(
      (status): Plant =>
        plan => ({
          key: plan.key,
          rows: {
            ...usedVisit(plan),
            granted: [granted(plan, status, { endedAt: addMs(plan.exitedAt, -5_001) })],
            held: status === 'refused' ? [] : [held(plan)],
          },
        }),
    ),
    plan => ({
      key: plan.key,
      rows: {
        ...usedVisit(plan),
        granted: [granted(plan, 'expired', { notAfter: addMs(plan.exitedAt, -125_001), endedAt: plan.exitedAt })],
      },
    }),
  ],
  // Out before it was granted, and in after it.
  B7: [
    plan => usedOtherwise(plan, () => ({ exitedAt: addMs(plan.grantedAt, -120_001) })),
    plan => usedOtherwise(plan, () => ({ enteredAt: addMs(plan.grantedAt, 120_001) })),
  ],
  // Another plate at the exit, another in the ledger, and one that is no misreading.
  B8: [
    plan => usedOtherwise(plan, () => ({ plate: misread(plan.plate.text) })),
    plan => ({ key: plan.key, rows: { ...usedVisit(plan), held: [held(plan, { plate: misread(plan.plate.text) })] } }),
    plan => usedOtherwise(plan, () => ({ plate: strange })),
  ],
  // A fen too much, money that does not add up, minutes nobody granted or no policy gives, and a use that hall or gate does
  // not know.
  B9: [
    plan => usedOnTerms(plan, { policyMinutes: 60 }),
    plan => usedOtherwise(plan, use => ({ feeWaivedFen: more(use.feeWaivedFen, 1) })),
    plan =>
      usedOtherwise(plan, use => ({
        ...{ feeWaivedFen: more(use.feeWaivedFen, 100), feeAfterFen: more(use.feeAfterFen, -100) },
      })),
    plan => usedOtherwise(plan, () => ({ minutes: 121 })),
    plan => ({ key: plan.key, rows: { ...usedVisit(plan), held: [held(plan, { minutes: 180 })] } }),
    plan => ({ key: plan.key, rows: { ...usedVisit(plan), granted: [granted(plan, 'confirmed')] } }),
    plan => {
      const visit = usedVisit(plan)
      const exits = visit.exits.map(({ exemptionId: _id, ...row }) => ({ ...row, ...NOTHING_DUE }))
      return { key: plan.key, rows: { ...visit, used: [], exits } }
    },
  ],
  // A number nobody has, and a whole stretch of them.
  B10: [
    ({ who }) => ({ key: `gap|lot-1|g1|${who.number}`, rows: { gaps: [gapOf(who.number, who.number)] } }),
    ({ who }) => ({ key: `gap|lot-1|g1|${who.number}`, rows: { gaps: [gapOf(who.number, who.number + 400)] } }),
  ],
  // The same exit under two numbers: of who used an exemption, and of who paid.
  B11: [
    plan => usedAgain(plan, () => ({})),
    plan => {
      const visit = usedAgain(plan, () => ({})).rows
      const [told] = visit.exits ?? []
      const again = { ...told!, transactionId: `g2 ${plan.who.number}` }
      return { key: plan.key, rows: { ...visit, exits: [told!, again] } }
    },
    plan => {
      const told = exit(plan, paidInFull(plan.enteredAt, plan.exitedAt))
      const again = { ...told, transactionId: `g2 ${plan.who.number}` }
      return { key: exitKey(told), rows: { exits: [told, again] } }
    },
  ],
  // Opened by hand, or let go free without a key, and nobody answers for it.
  B12: [
    plan => {
      const told = exit(plan, NOTHING_DUE, { isByHand: true })
      return { key: exitKey(told), rows: { exits: [told] } }
    },
    plan => {
      const told = exit(plan, feesOf(plan.enteredAt, plan.exitedAt))
      return { key: exitKey(told), rows: { exits: [told] } }
    },
  ],
  // Earned and paid for: granted in vain, or never granted.
  B13: [
    plan => ({
      key: owedKey(plan),
      rows: {
        ...{ granted: [granted(plan, 'refused', { endedAt: plan.heldAt })] },
        exits: [exit(plan, paidInFull(plan.enteredAt, plan.exitedAt))],
        owed: [owed(plan, { exemptionId: plan.key })],
      },
    }),
    plan => ({
      key: owedKey(plan),
      rows: { exits: [exit(plan, paidInFull(plan.enteredAt, plan.exitedAt))], owed: [owed(plan)] },
    }),
    plan => {
      const { stayId: _stayId, ...unseen } = owed(plan)
      const paidAt = addMs(plan.ratedAt, 1)
      return {
        key: owedKey(plan),
        rows: { exits: [exit(plan, paidInFull(plan.enteredAt, plan.exitedAt), { paidAt })], owed: [unseen] },
      }
    },
  ],
}

export const BREAK_CLASSES = Object.keys(PLANTS) as BreakClass[]

/** Puts one break in: its rows, as one more visit, and what must be found, as `breaksOf` tells it. */
export function plant(breakClass: BreakClass, who: Visitor, way = who.random(PLANTS[breakClass].length)) {
  const { rows, key } = PLANTS[breakClass][way]!(planOf(who))
  return { rows: { ...noRows(), ...rows }, found: `${breakClass} ${key}` }
}
