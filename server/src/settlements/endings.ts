import type { AdjustmentKind, BusinessDay, Ending, Fen, Instant, MatchClass } from '@pingting/contract'
import { type Whereabouts, whereaboutsOf } from './matching/classify.ts'

/** As the journal holds them: they are read only as long as the key of their day is there. */
type Words = string | { key: string; sealed: string }
type StoredEvent = Record<string, unknown> & { type: string; at: string }

/** A break as it was opened or told anew last. */
export interface BreakRecord extends Whereabouts {
  lotId: string
  key: string
  businessDay: BusinessDay
  matchClass: MatchClass
  minutes: number
  amountFen: Fen
  openedAt: Instant
  /** Of a dispute: whose it was, and what it showed. */
  side?: 'hall' | 'lot'
  evidence?: string
}

/** What a person did about one: an explanation, or an adjustment from its proposal on. */
export interface ActRow {
  lotId: string
  /** The key of the break. */
  about: string
  words: Words
  kind?: AdjustmentKind
  byMinutes?: number
  byFen?: Fen
  proposedBy?: string
  approvedBy?: string
  approvedAt?: Instant
  endedAt?: Instant
  endedBy?: string
  how?: Ending['how']
  reference?: Words
  /** Why a dispute was rejected. */
  answer?: Words
}

/** An act that has ended its break. */
export type EndedAct = ActRow & Required<Pick<ActRow, 'endedAt' | 'endedBy' | 'how'>>

/** A refund ends with its payment, every other adjustment when the second person agrees. @returns nothing before that. */
export function endedAct(act: ActRow): EndedAct | undefined {
  const { kind, approvedAt, approvedBy, endedAt, endedBy, how } = act
  if (endedAt !== undefined && endedBy !== undefined && how !== undefined) return { ...act, endedAt, endedBy, how }
  if (kind === 'refund' || approvedAt === undefined || approvedBy === undefined) return undefined
  return { ...act, endedAt: approvedAt, endedBy: approvedBy, how: 'adjusted' }
}

/** A value in clear, by the field it was written in, or the word for one that is erased. */
export type OpenWords = (value: Exclude<Words, string>, name: string) => Promise<string>

export async function endingOf(found: BreakRecord, act: EndedAct, open: OpenWords): Promise<Ending> {
  const { key, matchClass, businessDay, minutes, amountFen, openedAt } = found
  const { how, endedAt, endedBy, kind, byMinutes, byFen, proposedBy, approvedBy, words, reference, answer } = act
  const { side, evidence } = found
  const inClear = async (value: Words, name: string) => (typeof value === 'string' ? value : open(value, name))
  // Whoever rejects a dispute decides on it as well.
  const decidedBy = how === 'rejected' ? endedBy : approvedBy
  const isAdjusted = kind && byMinutes !== undefined && byFen !== undefined && proposedBy && decidedBy
  return {
    ...{ key, matchClass, businessDay, minutes, amountFen, openedAt, ...whereaboutsOf(found) },
    ...{ how, endedAt, endedBy, words: await inClear(words, how === 'explained' ? 'text' : 'reason') },
    ...(isAdjusted && {
      adjustment: { kind, minutes: byMinutes, amountFen: byFen, proposedBy, approvedBy: decidedBy },
    }),
    ...(reference !== undefined && { reference: await inClear(reference, 'reference') }),
    ...(answer !== undefined && { answer: await inClear(answer, 'reason') }),
    ...(side !== undefined && { dispute: { side, ...(evidence !== undefined && { evidence }) } }),
  }
}

/** A break has one row, and so has each act, so that what was ended stands although the break was opened again. */
export function endingsChange(
  stream: string,
  event: StoredEvent,
): { id: string; set: Record<string, unknown> } | undefined {
  const lotId = stream.slice('lot:'.length)
  const { type, at, key, adjustmentId, staffId, ...said } = event
  const about = String(key)
  switch (type) {
    case 'break.opened':
    case 'break.reclassified': {
      const { businessDay, matchClass, minutes, amountFen } = said
      const opened = type === 'break.opened' ? { openedAt: at } : {}
      const set = { lotId, key, businessDay, matchClass, minutes, amountFen, ...whereaboutsOf(said), ...opened }
      return { id: `${lotId}|${about}`, set }
    }
    case 'break.explained': {
      const ended = { endedAt: at, endedBy: staffId, how: 'explained' }
      return { id: `${lotId}|${about}|${at}`, set: { lotId, about, words: wordsOf(said['text']), ...ended } }
    }
    case 'adjustment.proposed': {
      const { kind, minutes: byMinutes, amountFen: byFen, reason } = said
      const set = { lotId, about, kind, byMinutes, byFen, words: wordsOf(reason), proposedBy: staffId }
      return { id: `${lotId}|${String(adjustmentId)}`, set }
    }
    case 'break.disputed': {
      const { businessDay, minutes, amountFen, side, evidence } = said
      const shown = evidence === undefined ? {} : { evidence }
      const set = { lotId, key, businessDay, matchClass: 'M0', minutes, amountFen, side, ...shown, openedAt: at }
      return { id: `${lotId}|${about}`, set: { ...set, ...whereaboutsOf(said) } }
    }
    case 'adjustment.approved':
      return { id: `${lotId}|${String(adjustmentId)}`, set: { approvedBy: staffId, approvedAt: at } }
    case 'adjustment.rejected': {
      if (said['isDispute'] !== true) return undefined
      const ended = { endedAt: at, endedBy: staffId, how: 'rejected', answer: wordsOf(said['reason']) }
      return { id: `${lotId}|${String(adjustmentId)}`, set: ended }
    }
    case 'adjustment.paid': {
      const ended = { endedAt: at, endedBy: staffId, how: 'refunded' }
      return { id: `${lotId}|${String(adjustmentId)}`, set: { ...ended, reference: wordsOf(said['reference']) } }
    }
    default:
      return undefined
  }
}

/** Without the index the journal finds values by: nobody looks for words. */
function wordsOf(value: unknown): Words {
  if (typeof value !== 'object' || value === null) return String(value)
  const { key, sealed } = value as Exclude<Words, string>
  return { key, sealed }
}
