import {
  type Command,
  type CommandOf,
  type Decision,
  type Event,
  type Facts,
  fitsColour,
  type GateRecord,
  type Instant,
  type LinkLoss,
  parsePlate,
  REVIEW_BELOW,
  type Refusal,
  refuse,
} from '@pingting/contract'
import { recordHealth } from './alarms.ts'
import { recordLedger } from './ledger.ts'
import { findPhantoms, recordPhantom, takeBackPhantom } from './phantoms.ts'
import { isErasable } from './retention.ts'
import { isSurelyInside, type LotState, latestStay, plateKey } from './state.ts'

type LotsCommand = Extract<Command['type'], `lot.${string}`>
type Decide<T extends LotsCommand> = (command: CommandOf<T>, state: LotState, facts: Facts) => Decision

/** Checked in this order: the lot is open, the bridge is the one in office, the facts follow on without a gap. */
export const decide: { [T in LotsCommand]: Decide<T> } = {
  'lot.open': ({ lot }, state, { at }) =>
    state.card === undefined ? [{ type: 'lot.opened', v: 1, at, lot }] : refuse('lot.exists', lot.lotId),
  'lot.lease': ({ bridgeId, stackRules, slips }, state, { at }) =>
    state.card === undefined
      ? refuse('lot.unknown')
      : [
          {
            type: 'lot.leased',
            v: 1,
            at,
            bridgeId,
            bridgeEpoch: state.bridgeEpoch + 1,
            ...(stackRules && { stackRules }),
            ...(slips && { slips }),
          },
        ],
  'lot.report': report,
  'lot.recordLedger': (command, state, { at }) =>
    bridgeHindrance(command.bridgeEpoch, state) ?? recordLedger(command, state.ledger, at),
  'lot.link': ({ bridgeEpoch, usable }, state, { at }) => {
    const hindrance = bridgeHindrance(bridgeEpoch, state)
    if (hindrance !== undefined) return hindrance
    if (!usable) return lose('gateAway', state, at)
    return state.linkUsable ? [] : [{ type: 'lot.linkRestored', v: 1, at }]
  },
  'lot.loseLink': ({ reason }, state, { at }) =>
    state.card === undefined ? refuse('lot.unknown') : lose(reason, state, at),
  'lot.recordHealth': (command, state, { at }) =>
    bridgeHindrance(command.bridgeEpoch, state) ?? recordHealth(command, state.health, at),
  'lot.restore': ({ backupId, backupAt }, state, { at }) =>
    state.card === undefined
      ? refuse('lot.unknown')
      : [{ type: 'lot.restored', v: 1, at, backupId, backupAt, bridgeEpoch: state.bridgeEpoch + FENCED_BRIDGES }],
  'lot.signOff': signOff,
  'lot.reviewPlate': reviewPlate,
  'lot.findPhantoms': (command, state, { at }) =>
    state.restored === undefined ? findPhantoms(command, state, at) : refuse('lot.awaits-sign-off'),
  'lot.takeBackPhantom': takeBackPhantom,
  // As halls are told: an older bridge is refused, and of a newer one this hub may not have read yet.
  'lot.recordPhantom': (command, state, { at }) =>
    command.bridgeEpoch < state.bridgeEpoch
      ? refuse('lot.fenced', String(state.bridgeEpoch))
      : recordPhantom(command, state, at),
  'lot.eraseDay': ({ businessDay }, state, { at }) =>
    isErasable(state.retention, businessDay, at)
      ? [{ type: 'lot.dayErased', v: 1, at, businessDay }]
      : refuse('lot.day-kept', businessDay),
}

/** More leases than the life that was lost can have given out since the backup: the gate has seen their numbers. */
const FENCED_BRIDGES = 1_000

/** Only who has the whole ledger before him can say that it was looked at. */
function signOff(_command: CommandOf<'lot.signOff'>, { restored }: LotState, { at, actor }: Facts): Decision {
  if (restored === undefined) return refuse('lot.nothing-to-sign-off')
  if (!restored.ledgerRead) return refuse('lot.ledger-unread')
  return actor.kind === 'staff'
    ? [{ type: 'lot.signedOff', v: 1, at, staffId: actor.staffId }]
    : refuse('access.denied')
}

const lose = (reason: LinkLoss, { linkUsable, linkLoss }: LotState, at: Instant): Event[] =>
  !linkUsable && linkLoss === reason ? [] : [{ type: 'lot.linkLost', v: 1, at, reason }]

/** Only the bridge of the last lease speaks for the lot. */
function bridgeHindrance(bridgeEpoch: number, state: LotState): Refusal | undefined {
  if (state.card === undefined) return refuse('lot.unknown')
  return bridgeEpoch === state.bridgeEpoch ? undefined : refuse('lot.fenced', String(state.bridgeEpoch))
}

/**
 * Facts told again are dropped; a gate with another epoch has lost its memory and counts from the start. What the gate
 * itself has no more is written down as lost, and reading goes on after it. A report of nothing leaves no trace by which
 * a late copy of it could be known: it must not bring back the epoch it was made in. It says that the ledger was read to
 * its end, which is worth a word after a restore only.
 */
function report(command: CommandOf<'lot.report'>, state: LotState, { at }: Facts): Decision {
  const { bridgeEpoch, gateEpoch, follows, records, oldestSeq = 0 } = command
  const hindrance = bridgeHindrance(bridgeEpoch, state)
  if (hindrance !== undefined) return hindrance
  const { gateEpoch: recorded = '' } = state
  const reset = gateEpoch !== recorded
  if (reset && follows !== undefined && follows !== recorded) return refuse('lot.other-epoch', recorded)
  const events: Event[] = reset ? [{ type: 'lot.gateReset', v: 1, at, gateEpoch }] : []
  let last = reset ? 0 : state.gateSeq
  if (oldestSeq > last + 1) {
    events.push({ type: 'lot.factsLost', v: 1, at, gateEpoch, from: last + 1, to: oldestSeq - 1 })
    last = oldestSeq - 1
  }
  const below = state.card?.reviewBelow ?? REVIEW_BELOW
  for (const record of records) {
    if (record.gateSeq <= last) continue
    if (record.gateSeq !== last + 1) return refuse('lot.gap', String(last))
    events.push(eventOf(record, gateEpoch, at, below))
    last = record.gateSeq
  }
  if (records.length === 0 && state.restored?.ledgerRead === false)
    events.push({ type: 'lot.ledgerRead', v: 1, at, gateEpoch, gateSeq: last })
  return events
}

function eventOf(record: GateRecord, gateEpoch: string, at: Instant, reviewBelow: number): Event {
  const head = { v: 1, at } as const
  switch (record.kind) {
    case 'entered':
      return { type: 'stay.entered', ...head, ...factOf(record), ...doubtsOf(record, reviewBelow) }
    case 'feeDue':
      return { type: 'stay.feeDue', ...head, ...factOf(record) }
    case 'paid':
      return { type: 'stay.paid', ...head, ...factOf(record) }
    case 'plateCorrected':
      return { type: 'stay.plateCorrected', ...head, ...factOf(record) }
    case 'exited':
      return { type: 'stay.exited', ...head, ...factOf(record) }
    case 'released':
      return { type: 'stay.released', ...head, gateEpoch, ...factOf(record) }
    case 'honoured':
      return { type: 'stay.exemptionHonoured', ...head, ...factOf(record) }
    case 'denied':
      return { type: 'stay.exemptionDenied', ...head, ...factOf(record) }
    case 'foreign':
      return { type: 'lot.foreignRecorded', ...head, gateEpoch, ...factOf(record) }
  }
}

/** A controller that tells neither confidence nor colour is believed; a plate that was not read at all is nobody's. */
function doubtsOf({ plate, confidence, plateColour }: Extract<GateRecord, { kind: 'entered' }>, below: number) {
  if (plate === undefined) return {}
  const ours = parsePlate(plate)
  if (ours !== undefined && plateColour !== undefined && !fitsColour(ours.plateClass, plateColour))
    return { unsure: true, misfit: true } as const
  return confidence !== undefined && confidence < below ? ({ unsure: true } as const) : {}
}

/** Checked in this order: the car is inside, its plate waits, and no other car inside is sure to have the one that is told. */
function reviewPlate({ stayId, plate }: CommandOf<'lot.reviewPlate'>, state: LotState, { at, actor }: Facts): Decision {
  const stay = state.stays.get(stayId)
  if (stay === undefined || stay.exitedAt !== undefined) return refuse('stay.not-inside', stayId)
  if (stay.review === undefined) return refuse('stay.not-in-review', stayId)
  if (actor.kind !== 'staff') return refuse('access.denied')
  // Only what was read waits.
  const seen = stay.plate!
  const [read, found] = [plateKey(seen), plateKey(plate ?? seen)]
  const other = latestStay(state, found)
  if (other !== undefined && isSurelyInside(other)) return refuse('stay.plate-inside')
  const told = found === read ? { plate: seen } : { plate: found, gatePlate: read }
  return [{ type: 'stay.plateReviewed', v: 1, at, stayId, ...told, staffId: actor.staffId }]
}

function factOf<R extends GateRecord>({ kind: _kind, ...fact }: R): Omit<R, 'kind'> {
  return fact
}
