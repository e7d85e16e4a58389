import {
  type BusinessDay,
  type Command,
  type CommandOf,
  DAY_MS,
  type Decision,
  type Event,
  type Facts,
  type Finding,
  isRefusal,
  msBetween,
  nextDay,
  type Refusal,
  refuse,
  type SettlementLine,
  sumFen,
} from '@pingting/contract'
import { needsAdjustment, refundedElsewhere, wrongAmounts } from './amounts.ts'
import { bookedBefore, isDisputed, ownSide, raise } from './disputes.ts'
import { isBreak, newsOf } from './matching/register.ts'
import { linesTotal } from './papers/file.ts'
import { type Break, besideOf, isMonthClosed, isOutdated, monthOf, type SettlementState, shiftKey } from './state.ts'

type Own = Extract<Command['type'], `${'settlement' | 'break' | 'adjustment' | 'dispute'}.${string}`>
type Decide<T extends Own> = (command: CommandOf<T>, state: SettlementState, facts: Facts) => Decision

/** Of the system the pass over the books; everything else is the word of a person. */
export const decide: { [T in Own]: Decide<T> } = {
  'settlement.find': ({ findings }, state, facts) => {
    const seen = new Set<string>()
    return findings.flatMap(finding => (seen.size === seen.add(finding.key).size ? [] : news(finding, state, facts)))
  },
  'settlement.noteLate': ({ businessDay, toldAt }, state, { at }) =>
    isMonthClosed(state, businessDay) || toldAt <= (state.lateAt.get(businessDay) ?? '')
      ? []
      : [{ type: 'settlement.lateNoted', v: 1, at, businessDay, toldAt }],
  'settlement.closeShift': closeShift,
  'settlement.draw': draw,
  'settlement.sign': sign,
  'settlement.closeMonth': closeMonth,
  'settlement.takeFile': takeFile,
  'break.explain': ({ key, text }, state, { at, actor }) => {
    const one = openBreak(state, key)
    if (isRefusal(one)) return one
    if (isPending(one)) return refuse('adjustment.pending')
    if (needsAdjustment(one)) return refuse('break.needs-adjustment')
    return byStaff(actor, staffId => [
      { type: 'break.explained', v: 1, at, key, text, staffId },
      { type: 'break.closed', v: 1, at, key, how: 'explained' },
    ])
  },
  'dispute.raise': raise,
  'adjustment.propose': propose,
  'adjustment.approve': ({ key }, state, { at, actor }) => {
    const one = withAdjustment(state, key, 'proposed')
    if (isRefusal(one)) return one
    const { adjustmentId, kind, proposedBy } = one
    return byStaff(actor, staffId => {
      if (staffId === proposedBy) return refuse('adjustment.same-person')
      const own = ownSide(state.breaks.get(key)!, actor)
      if (own !== undefined) return own
      const approved = { type: 'adjustment.approved', v: 1, at, key, adjustmentId, staffId } as const
      // Money that goes to a citizen is not there yet.
      return kind === 'refund' ? [approved] : [approved, { type: 'break.closed', v: 1, at, key, how: 'adjusted' }]
    })
  },
  'adjustment.reject': ({ key, reason }, state, { at, actor }) => {
    const one = openBreak(state, key)
    if (isRefusal(one)) return one
    if (one.adjustment === undefined || !isPending(one)) return refuse('adjustment.none')
    const { adjustmentId } = one.adjustment
    return byStaff(actor, staffId => {
      const rejected = { type: 'adjustment.rejected', v: 1, at, key, adjustmentId, reason, staffId } as const
      if (one.dispute === undefined) return [rejected]
      // The books fit without it.
      return [
        { ...rejected, isDispute: true },
        { type: 'break.closed', v: 1, at, key, how: 'rejected' },
      ]
    })
  },
  'adjustment.pay': ({ key, reference }, state, { at, actor }) => {
    const one = withAdjustment(state, key, 'approved')
    if (isRefusal(one)) return one
    const { adjustmentId } = one
    return byStaff(actor, staffId => [
      { type: 'adjustment.paid', v: 1, at, key, adjustmentId, reference, staffId },
      { type: 'break.closed', v: 1, at, key, how: 'refunded' },
    ])
  },
}

/** Somebody waits for it: for a second person, or for his money. */
const isPending = ({ adjustment }: Break): boolean =>
  adjustment?.status === 'proposed' || adjustment?.status === 'approved'

function byStaff({ ...actor }: Facts['actor'], decided: (staffId: string) => Decision): Decision {
  return actor.kind === 'staff' ? decided(actor.staffId) : refuse('access.denied')
}

/** Nothing, where the books are drawn a second time; what a person has ended stays ended while its class does. */
function news(finding: Finding, state: SettlementState, { at }: Facts): Event[] {
  const { key, ...rest } = finding
  const known = state.breaks.get(key)
  const isOpen = known !== undefined && known.closed === undefined
  // Money that was approved is paid, whatever the books say by now.
  if (isOpen && known.adjustment?.status === 'approved') return []
  // That it fits is what somebody disputes.
  if (isOpen && known.dispute !== undefined && !isBreak(finding.matchClass)) return []
  // What stands in the settlement, or the daily file, beside it opens nothing that was ended.
  const isOtherBeside = isOpen && JSON.stringify(besideOf(known)) !== JSON.stringify(besideOf(finding))
  const isSame = known?.matchClass === finding.matchClass && isAlike(known, finding) && !isOtherBeside
  if (isSame && known.closed !== 'fits') return []
  const said =
    isOpen && known.matchClass === finding.matchClass
      ? 'reclassified'
      : newsOf(isOpen ? known.matchClass : undefined, finding)
  // What was ended in a closed month is forgotten, and would be opened anew.
  if (said === 'opened' && isMonthClosed(state, finding.businessDay)) return []
  if (said === 'closed' && known !== undefined && isPending(known)) return []
  if (said === 'closed') return [{ type: 'break.closed', v: 1, at, key, how: 'fits' }]
  if (said === 'opened') return [{ type: 'break.opened', v: 1, at, key, ...rest, ...bookedBefore(known) }]
  return said === undefined ? [] : [{ type: `break.${said}`, v: 1, at, key, ...rest }]
}

const isAlike = (one: Break, other: Finding): boolean =>
  one.minutes === other.minutes &&
  one.amountFen === other.amountFen &&
  one.isMisread === other.isMisread &&
  (one.overbooked === undefined) === (other.overbooked === undefined)

function openBreak({ breaks }: SettlementState, key: string): Break | Refusal {
  const one = breaks.get(key)
  if (one === undefined) return refuse('break.unknown', key)
  return one.closed === undefined ? one : refuse('break.closed')
}

function propose(
  command: CommandOf<'adjustment.propose'>,
  state: SettlementState,
  { at, actor, idFor }: Facts,
): Decision {
  const { key, kind, minutes, amountFen, reason } = command
  const one = openBreak(state, key)
  if (isRefusal(one)) return one
  if (isPending(one)) return refuse('adjustment.pending')
  const wrong = wrongAmounts(one, command, state) ?? refundedElsewhere(one, command, state)
  if (wrong !== undefined) return wrong
  const said = { key, adjustmentId: idFor('adjustment'), kind, minutes, amountFen, reason }
  return byStaff(actor, staffId => [{ type: 'adjustment.proposed', v: 1, at, ...said, staffId }])
}

function withAdjustment(state: SettlementState, key: string, status: 'proposed' | 'approved') {
  const one = openBreak(state, key)
  if (isRefusal(one)) return one
  const { adjustment } = one
  const isPayable = status === 'proposed' || adjustment?.kind === 'refund'
  return adjustment?.status === status && isPayable ? adjustment : refuse('adjustment.none')
}

/** Once: what is found later is in the books of its day. */
function closeShift(command: CommandOf<'settlement.closeShift'>, { shifts }: SettlementState, { at }: Facts): Decision {
  const { commandId: _id, type: _type, ...closed } = command
  return shifts.has(shiftKey(closed)) ? [] : [{ type: 'settlement.shiftClosed', v: 1, at, ...closed }]
}

/**
 * The next version of its day, after the settlement drawn last, with what was adjusted of it until now; whoever drew it on
 * another one draws anew.
 */
function draw(command: CommandOf<'settlement.draw'>, state: SettlementState, { at }: Facts): Decision {
  const { commandId: _id, type: _type, ...drawn } = command
  const { businessDay, version, prevSha256, rows, rowTally, totalFen } = drawn
  const { days, adjustments, lastSha256 } = state
  if (isMonthClosed(state, businessDay)) return refuse('settlement.month-closed')
  const isNext = version === (days.get(businessDay)?.version ?? 0) + 1 && prevSha256 === lastSha256
  const isWhole = idsOf(rows).join() === idsOf(adjustments.get(businessDay) ?? []).join()
  if (!isNext || !isWhole) return refuse('settlement.version-wrong')
  if (rowTally !== rows.length || totalFen !== linesTotal(rows)) return refuse('command.malformed')
  return [{ type: 'settlement.drawn', v: 1, at, ...drawn }]
}

const idsOf = (rows: readonly SettlementLine[]): string[] =>
  rows.flatMap(row => (row.kind === 'adjustment' ? row.adjustmentId : []))

/** Each side signs what it has seen: the sum says which version that was. */
function sign(command: CommandOf<'settlement.sign'>, state: SettlementState, { at, actor }: Facts): Decision {
  const { businessDay, version, sha256, side } = command
  const day = state.days.get(businessDay)
  if (day === undefined) return refuse('settlement.unknown')
  if (day.version !== version || day.sha256 !== sha256) return refuse('settlement.version-wrong', String(day.version))
  if (isOutdated(state, businessDay, day)) return refuse('settlement.outdated')
  if (isDisputed(state, businessDay)) return refuse('settlement.disputed')
  return byStaff(actor, staffId => {
    const other = day.signedBy[side === 'hall' ? 'lot' : 'hall']
    if (day.signedBy[side] === staffId) return []
    if (day.signedBy[side] !== undefined) return refuse('settlement.signed-already')
    if (other === staffId) return refuse('settlement.same-person')
    const signed: Event = { type: 'settlement.signed', v: 1, at, businessDay, version, sha256, side, staffId }
    return other === undefined
      ? [signed]
      : [signed, { type: 'settlement.closed', v: 1, at, businessDay, version, sha256 }]
  })
}

const OLD_MS = 4 * DAY_MS

/** In their order, so that none is left behind; of the first one the days from the first settlement on. */
function closeMonth({ month }: CommandOf<'settlement.closeMonth'>, state: SettlementState, facts: Facts): Decision {
  const { at, actor, businessDay } = facts
  if (isMonthClosed(state, month)) return []
  if (month >= monthOf(businessDay)) return refuse('settlement.month-open')
  const all = [...state.days.keys()].filter(day => !isMonthClosed(state, day)).sort()
  const [first = ''] = all
  if (!all.some(day => monthOf(day) === month)) return refuse('settlement.month-unknown')
  if (monthOf(first) < month) return refuse('settlement.month-earlier', monthOf(first))
  const from = state.closedThrough === undefined ? first : `${month}-01`
  const days = daysOf(month).filter(day => day >= from)
  const unsigned = days.find(day => !isSettled(state, day))
  if (unsigned !== undefined) return refuse('settlement.days-open', unsigned)
  if (isDisputed(state, month)) return refuse('settlement.disputed')
  const old = [...state.breaks.values()].find(
    one => one.closed === undefined && one.businessDay.startsWith(month) && msBetween(one.openedAt, at) > OLD_MS,
  )
  if (old !== undefined) return refuse('settlement.breaks-old', old.key)
  const settled = days.map(day => state.days.get(day)!)
  const sums = {
    rowTally: settled.reduce((sum, day) => sum + day.rowTally, 0),
    totalFen: sumFen(settled.map(day => day.totalFen)),
  }
  return byStaff(actor, staffId => [
    { type: 'settlement.monthClosed', v: 1, at, month, dayTally: days.length, ...sums, staffId },
  ])
}

function isSettled(state: SettlementState, day: BusinessDay): boolean {
  const drawn = state.days.get(day)
  return drawn?.closedAt !== undefined && !isOutdated(state, day, drawn)
}

function daysOf(month: string): BusinessDay[] {
  const days: BusinessDay[] = []
  for (let day = `${month}-01`; monthOf(day) === month; day = nextDay(day)) days.push(day)
  return days
}

function takeFile(command: CommandOf<'settlement.takeFile'>, state: SettlementState, { at, actor }: Facts): Decision {
  const { commandId: _id, type: _type, ...filed } = command
  if (isMonthClosed(state, filed.businessDay)) return refuse('settlement.month-closed')
  if (filed.totalFen !== sumFen(filed.exits.map(exit => exit.feeWaivedFen))) return refuse('command.malformed')
  if (state.files.get(filed.businessDay)?.sha256 === filed.sha256) return []
  return byStaff(actor, staffId => [{ type: 'settlement.fileTaken', v: 1, at, ...filed, staffId }])
}
