import { addMs, type Commit, type Event, type EventOf, endOfBusinessDay, type Instant } from '@pingting/contract'
import type { Evidence, Invariant } from '../../evidence.ts'
import { Denials } from './denials.ts'

/** The gate lets a car out a little after the end, and what it let out takes a while to be told (EX13). */
const GRACE_MS = 120_000
const SETTLE_MS = 600_000
/** Two clocks, each ten minutes off: a hub may date before the end of an order what a bridge told it after that. */
const SKEW_MS = 1_200_000
/** After so many sendings an operator is asked (GT25). */
const SENDINGS_MAX = 20

type Reason = EventOf<'exemption.refused'>['reason']
/** Faults of one sending, which is repeated as long as the order lives (GT21). */
const PASSING: ReadonlySet<Reason> = new Set(['BAD_MAC', 'STORE_FULL', 'DEADLINE_PASSED'])

interface Standing {
  ticketId: string
  notAfter: Instant
  inDoubt: boolean
  /** How often it was asked to be taken back. */
  askedBack: number
  approved: boolean
}

/**
 * I-4 and I-7: no exemption runs out, is taken back, refused or put aside without what the rules name as its cause, and
 * none is sent for ever.
 */
export const exemptionEndings: Invariant = evidence => {
  const endings = new Endings(evidence)
  for (const commit of evidence.hall) endings.see(commit)
  return [...endings.found, ...endings.insisted()]
}

class Endings {
  readonly found: string[] = []
  readonly #standing = new Map<string, Standing>()
  readonly #witness: Evidence['witness']
  readonly #takenBack: ReadonlySet<string>
  readonly #denials: Denials

  constructor({ witness, gate, lot }: Evidence) {
    this.#witness = witness
    this.#denials = new Denials(lot)
    this.#takenBack = new Set(
      gate.lives
        .flatMap(({ durable }) => durable.flatMap(({ records }) => records))
        .flatMap(record => (record.type === 'ExemptionRevoked' ? record.grantKey : [])),
    )
  }

  see({ seq, events }: Commit): void {
    for (const event of events) {
      if (event.type === 'exemption.granted') this.#grant(event)
      const exemption = 'exemptionId' in event ? this.#standing.get(event.exemptionId ?? '') : undefined
      if (exemption === undefined) continue
      const flaws = this.#flawsOf(event, exemption, events)
      this.found.push(...flaws.map(flaw => `${flaw} (${event.type}, commit ${seq})`))
      fold(exemption, event)
    }
  }

  /** After twenty sendings of one kind an operator has it, unless it is asked back again or the gate has lost its ledger. */
  insisted(): string[] {
    return [...this.#standing].flatMap(([exemptionId, { askedBack }]) => {
      const sent = (kind: string): number => this.#witness.likeSendings.get(`${exemptionId} ${kind}`) ?? 0
      const [grants, revokes] = [sent('grant'), sent('revoke')]
      return [
        ...(grants > SENDINGS_MAX ? [`I-7 ${exemptionId} was sent ${grants} times, and no operator was asked`] : []),
        ...(revokes > SENDINGS_MAX * Math.max(1, askedBack)
          ? [`I-7 ${exemptionId} was asked back at the gate ${revokes} times, and no operator was asked`]
          : []),
      ]
    })
  }

  #grant({ exemptionId, ticketId, notAfter }: EventOf<'exemption.granted'>): void {
    const flags = { inDoubt: false, askedBack: 0, approved: false }
    this.#standing.set(exemptionId, { ticketId, notAfter, ...flags })
  }

  #flawsOf(event: Event, exemption: Standing, together: readonly Event[]): string[] {
    switch (event.type) {
      case 'exemption.expired':
        return [...ranOut(event, exemption), ...this.#denials.outlived(event)]
      case 'exemption.refused':
        return this.#refused(event, exemption)
      case 'exemption.frozen':
        return this.#frozen(event)
      case 'exemption.revocationRequested': {
        const isCaused = together.some(other => this.#asksBack(other, event.exemptionId, exemption))
        return isCaused ? [] : [`I-4 ${event.exemptionId} is to be taken back for no reason`]
      }
      case 'exemption.revoked':
      case 'exemption.writtenOff':
        return this.#gaveBack(event, exemption)
      default:
        return []
    }
  }

  /** Another plate, a write-off two persons agreed to, or a late use of what its ticket had before (EX6, EX14, EX22). */
  #asksBack(other: Event, exemptionId: string, { ticketId }: Standing): boolean {
    if (other.type === 'plate.corrected') return other.ticketId === ticketId
    if (other.type === 'exemption.writeOffApproved') return other.exemptionId === exemptionId
    if (other.type !== 'exemption.honoured' || other.endedAs === undefined) return false
    return other.exemptionId !== exemptionId && this.#standing.get(other.exemptionId)?.ticketId === ticketId
  }

  #gaveBack(
    { type, exemptionId }: EventOf<'exemption.revoked' | 'exemption.writtenOff'>,
    { askedBack, approved }: Standing,
  ): string[] {
    const isWrittenOff = type === 'exemption.writtenOff'
    const other = approved ? 'revoked, and two persons had written it off' : 'written off, and nobody had approved it'
    return [
      ...(askedBack > 0 ? [] : [`I-4 ${exemptionId} was given back, and nobody had asked for it`]),
      ...(approved === isWrittenOff ? [] : [`I-4 ${exemptionId} was ${other}`]),
      ...(this.#takenBack.has(exemptionId) ? [] : [`I-7 ${exemptionId} was given back, and no gate has taken it back`]),
    ]
  }

  /** The gate said so, or does not know after its end what was never brought. An older bridge refuses nothing. */
  #refused({ exemptionId, reason, at }: EventOf<'exemption.refused'>, { notAfter }: Standing): string[] {
    const neverCame = reason === 'DEADLINE_PASSED' && this.#said(exemptionId, 'NotFound')
    const isAnswer = reason !== 'FENCED_EPOCH' && (neverCame || this.#said(exemptionId, reason))
    const isSaid = isAnswer || this.#denials.knows(exemptionId, reason)
    const isEarly = PASSING.has(reason) && at < addMs(notAfter, -SKEW_MS)
    return [
      ...(isSaid ? [] : [`I-7 ${exemptionId} is refused with ${reason}, which the gate never said`]),
      ...(isEarly ? [`I-7 ${exemptionId} is refused at ${at} for a fault of one sending`] : []),
    ]
  }

  /** This gate gives no refusal that is final for the sending; that leaves its conflict, and too many sendings. */
  #frozen({ exemptionId }: EventOf<'exemption.frozen'>): string[] {
    const sent = this.#witness.sendings.get(exemptionId) ?? 0
    return sent >= SENDINGS_MAX || this.#said(exemptionId, 'Conflict')
      ? []
      : [`I-7 ${exemptionId} rests with an operator after ${sent} sendings, and the gate has no conflict`]
  }

  #said = (exemptionId: string, word: string): boolean => this.#witness.saidByGate.has(`${exemptionId} ${word}`)
}

function ranOut({ exemptionId, at }: EventOf<'exemption.expired'>, { notAfter, inDoubt }: Standing): string[] {
  const isEarly = at < addMs(notAfter, GRACE_MS + SETTLE_MS)
  return [
    ...(isEarly ? [`I-4 ${exemptionId} ran out at ${at}, and ends at ${notAfter}`] : []),
    ...(inDoubt ? [`I-4 ${exemptionId} ran out while an answer was lost`] : []),
  ]
}

function fold(exemption: Standing, { type }: Event): void {
  if (type === 'exemption.doubted') exemption.inDoubt = true
  else if (type === 'exemption.confirmed') exemption.inDoubt = false
  else if (type === 'exemption.revocationRequested') exemption.askedBack += 1
  else if (type === 'exemption.writeOffApproved') exemption.approved = true
  else if (type === 'exemption.writeOffLapsed') exemption.approved = false
}

/** I-13: a ticket expires with its day, which the clock closes, and is cancelled by a command that was answered so. */
export const ticketEndings: Invariant = ({ hall, witness }) => {
  const cancelledBy = new Map(
    witness.heard.flatMap(({ command, answer }) =>
      command.type === 'ticket.cancel' && answer.ok ? [[command.commandId, command.ticketId] as const] : [],
    ),
  )
  const dayOf = new Map<string, string>()
  return hall.flatMap(({ seq, at, commandId, events }) => {
    const closed = events.find(event => event.type === 'hall.dayClosed')?.businessDay
    const isOver = closed !== undefined && at >= endOfBusinessDay(closed)
    return events.flatMap(event => {
      if (event.type === 'ticket.taken') dayOf.set(event.ticketId, event.businessDay)
      if (event.type === 'ticket.cancelled' && cancelledBy.get(commandId) !== event.ticketId)
        return [`I-13 ${event.ticketId} was cancelled, and nobody asked for that (commit ${seq})`]
      if (event.type === 'ticket.expired' && !(isOver && dayOf.get(event.ticketId)! <= closed))
        return [`I-13 ${event.ticketId} expired at ${at}, not with its day (commit ${seq})`]
      return []
    })
  })
}
