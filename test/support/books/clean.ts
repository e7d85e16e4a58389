import { addMs, fen } from '@pingting/contract'
import { randomOf } from '../random.ts'
import {
  DAY,
  exit,
  feesOf,
  granted,
  held,
  LOT,
  MINUTE,
  type Moment,
  NOW,
  noRows,
  owed,
  type Plan,
  paidInFull,
  planOf,
  type Rows,
  usedVisit,
  uuidOf,
  type Visitor,
} from './visits.ts'

type Kind = (plan: Plan) => Partial<Rows>

const FREE = { feeBeforeFen: fen(0), feeWaivedFen: fen(0), feeAfterFen: fen(0) }

/** A visit of which the last minutes are still under way. */
const young = (plan: Plan): Plan => {
  const grantedAt = addMs(NOW.rolling, -plan.who.random(15 * MINUTE + 1))
  return { ...plan, enteredAt: addMs(grantedAt, -40 * MINUTE), ratedAt: grantedAt, grantedAt, heldAt: grantedAt }
}

/** What happens in a lot on a day on which nothing is wrong, at whatever moment the books are drawn. */
const always: readonly Kind[] = [
  usedVisit,
  usedVisit,
  usedVisit,
  // He pays, since he rates nothing.
  plan => ({ exits: [exit(plan, paidInFull(plan.enteredAt, plan.exitedAt))] }),
  // He paid at the machine before he rated: too late, and nothing is owed.
  plan => ({
    exits: [exit(plan, paidInFull(plan.enteredAt, plan.exitedAt), { paidAt: addMs(plan.ratedAt, -MINUTE) })],
    owed: [owed(plan)],
  }),
  // A month card.
  plan => ({ exits: [exit(plan, FREE)] }),
  // The camera read nothing.
  plan => ({ exits: [exit(plan, FREE, { key: plan.stayId })] }),
  // The gate opened by a person who answers for it, with and without money.
  plan => ({ exits: [exit(plan, FREE, { isByHand: true, caseId: uuidOf(plan.who) })] }),
  plan => ({
    exits: [exit(plan, feesOf(plan.enteredAt, plan.exitedAt), { caseId: uuidOf(plan.who) })],
  }),
  // Taken back for a corrected plate, and granted anew.
  plan => {
    const before = { ...plan, key: uuidOf(plan.who) }
    const visit = usedVisit(plan)
    return {
      ...visit,
      granted: [...visit.granted, granted(before, 'revoked', { endedAt: plan.grantedAt })],
      held: [...visit.held, held(before)],
    }
  },
  // The gate refused it: he had just paid there.
  plan => {
    const paidAt = addMs(plan.ratedAt, -1)
    return {
      granted: [granted(plan, 'refused', { endedAt: plan.heldAt })],
      exits: [exit(plan, paidInFull(plan.enteredAt, plan.exitedAt), { paidAt })],
      owed: [owed(plan, { exemptionId: plan.key })],
    }
  },
  // The late race: it was being taken back while the car drove out.
  plan => {
    const visit = usedVisit(plan)
    return { ...visit, granted: visit.granted.map(row => ({ ...row, endedAt: addMs(plan.exitedAt, -4_999) })) }
  },
  // The clocks of hall and gate are two minutes apart.
  plan => usedVisit({ ...plan, grantedAt: addMs(plan.exitedAt, 119_999), heldAt: plan.exitedAt }),
  // The same car in the afternoon again, paying.
  plan => {
    const [enteredAt, exitedAt] = [addMs(plan.exitedAt, 10 * MINUTE), addMs(plan.exitedAt, 50 * MINUTE)]
    const visit = usedVisit(plan)
    const again = { ...plan, stayId: `${plan.stayId}b`, enteredAt, exitedAt }
    const place = { transactionId: `g1 ${plan.who.number * 10 + 2}` }
    return { ...visit, exits: [...visit.exits, exit(again, paidInFull(enteredAt, exitedAt), place)] }
  },
]

const atNight: readonly Kind[] = [
  // It ran out unused: the car left within its free half hour.
  plan => ({
    granted: [granted(plan, 'expired', { endedAt: NOW.final })],
    ...{ held: [held(plan)], exits: [exit(plan, FREE)], owed: [owed(plan, { exemptionId: plan.key })] },
  }),
  // The car never came.
  plan => {
    const { stayId: _stayId, ...row } = owed(plan)
    return { owed: [row] }
  },
]

const byDay: readonly Kind[] = [
  // The car is inside, and the gate holds its exemption.
  plan => ({
    granted: [granted(plan, 'confirmed')],
    ...{ held: [held(plan)], owed: [owed(plan, { exemptionId: plan.key })] },
  }),
  // It is on its way to the gate.
  plan => ({
    granted: [granted(young(plan), 'granted')],
    owed: [owed(young(plan), { exemptionId: plan.key })],
  }),
  // It is about to be granted.
  plan => ({ owed: [owed(young(plan))] }),
  // The car is not here yet.
  plan => {
    const { stayId: _stayId, ...row } = owed(plan)
    return { owed: [row] }
  },
  // It was used a moment ago, and the hall has not heard.
  plan => {
    const exitedAt = addMs(NOW.rolling, -plan.who.random(15 * MINUTE))
    const grantedAt = addMs(exitedAt, -MINUTE)
    const now = { ...plan, enteredAt: addMs(exitedAt, -50 * MINUTE), ratedAt: grantedAt, grantedAt, exitedAt }
    return { ...usedVisit(now), granted: [granted(now, 'confirmed')] }
  },
]

const KINDS: Readonly<Record<Moment, readonly Kind[]>> = {
  rolling: [...always, ...byDay],
  final: [...always, ...atNight],
}

export const cleanVisit = (who: Visitor): Rows => {
  const kinds = KINDS[who.moment]
  return { ...noRows(), ...kinds[who.random(kinds.length)]!(planOf(who)) }
}

/** Visits one after the other, for as long as somebody asks. */
export function* cleanVisits(seed: number, moment: Moment): Generator<Rows, never> {
  const random = randomOf(seed)
  for (let number = 1; ; number += 1) yield cleanVisit({ number, random, moment })
}

export const rowTally = (rows: Rows): number => Object.values(rows).reduce((sum, some) => sum + some.length, 0)

const VOICES = ['granted', 'held', 'used', 'exits', 'owed'] as const

/** Several visits as the sources tell them: each in the order of its keys. */
export function dayOf(visits: readonly Rows[]): Rows {
  const day = noRows()
  for (const visit of visits)
    for (const voice of [...VOICES, 'gaps'] as const) day[voice].push(...(visit[voice] as never[]))
  for (const voice of VOICES) day[voice].sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))
  return day
}

export function cleanDay(visits: number, seed: number, moment: Moment): Rows {
  const all = cleanVisits(seed, moment)
  return dayOf(Array.from({ length: visits }, () => all.next().value))
}

export const gapOf = (from: number, to: number) => ({ lotId: LOT, businessDay: DAY, gateEpoch: 'g1', from, to })
