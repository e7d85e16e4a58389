import { rowsOf } from '../../../server/src/settlements/diary/day-rows.ts'
import { type Diary, emptyDiary } from '../../../server/src/settlements/diary/diary.ts'
import { noteHall, noteLot } from '../../../server/src/settlements/diary/note.ts'
import type { DayTerms } from '../../../server/src/settlements/diary/terms.ts'
import type { MatchRules, Verdict } from '../../../server/src/settlements/matching/classify.ts'
import { booksOf, drawn } from '../../support/books/drawn.ts'
import { DAY, fakeId, LOT, type World } from '../reactions/world.ts'

export const [PLATE, OTHER] = ['鲁F12345', '鲁F54321'] as const
export const TERMS = {
  visitIdFor: (_hall: string, ticketId: string) => fakeId(`visit ${ticketId}`),
  offerOf: () => ({ freeMinutes: 120, perPlatePerDay: 1 }),
  policyOf: () => ({ freeMinutes: 120 }),
}
export const termsOf = (policy: Partial<ReturnType<DayTerms['offerOf']>>) => {
  const known = { freeMinutes: 120, perPlatePerDay: 1, ...policy }
  return { ...TERMS, offerOf: () => known, policyOf: () => known }
}
export const TWO_AT_NIGHT = '2026-11-23T18:00:00.000Z'

export function diaryOf(world: World): Diary {
  const diary = emptyDiary(LOT)
  for (const event of world.events) noteHall(diary, 'h1', event)
  for (const event of world.lotEvents) noteLot(diary, event)
  return diary
}

export async function verdictsOf(
  diary: Diary,
  now = TWO_AT_NIGHT,
  day = DAY,
  terms: Parameters<typeof rowsOf>[2] = TERMS,
): Promise<Verdict[]> {
  const rules: MatchRules = { now, isLedgerTold: false }
  return (await drawn(booksOf(rowsOf(diary, day, terms)), { ...rules, shifts: ['00:00'] })).verdicts
}
export const classesOf = async (...asked: Parameters<typeof verdictsOf>) =>
  (await verdictsOf(...asked)).map(({ key, matchClass }) => `${matchClass} ${key.split('|')[0]}`).sort()

/** In, served, rated, let off and out. */
export function visited(world: World, number = 'A001', plate: string = PLATE, stayId = 's1'): string {
  world.enter(stayId, plate)
  const { exemptionId } = world.exemption(world.visit(number, plate))!
  world.pass(600).honour(stayId, exemptionId)
  world.exit(stayId)
  return exemptionId
}
