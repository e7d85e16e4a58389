import {
  addMs,
  DAY_MS,
  type ForeignRow,
  type LotFrame,
  type LotHead,
  type StackRule,
  type StayFact,
  type StayRow,
} from '@pingting/contract'
import { healthHead } from './alarms.ts'
import { phantomRows } from './phantoms.ts'
import { type LotState, latestStay } from './state.ts'

export function lotHead(state: LotState): LotHead | undefined {
  if (state.card === undefined) return undefined
  const { lotId, name, nameEn, spaces } = state.card
  const { linkUsable, linkLoss } = state
  return { lotId, name, nameEn, spaces, linkUsable, ...(linkLoss === undefined ? {} : { linkLoss }) }
}

/** With how the devices are, and what has to be signed off after a restore. */
export function lotHeadForOperator(state: LotState): LotHead | undefined {
  const head = lotHead(state)
  const waiting = state.restored === undefined ? {} : { awaitsSignOff: { ...state.restored } }
  return head === undefined ? undefined : { ...head, ...healthHead(state.health), ...waiting, ...phantomHead(state) }
}

/** With what the bridge needs: the halls it serves, its fencing number, what is known of the gate and from where to go on reading. */
export function lotHeadForBridge(state: LotState): LotHead | undefined {
  const head = lotHead(state)
  if (head === undefined || state.card === undefined) return undefined
  const { bridgeEpoch, gateEpoch, gateSeq, card, ledger } = state
  const place = gateEpoch === undefined ? { gateSeq } : { gateEpoch, gateSeq }
  const read = ledger === undefined ? {} : { ledgerEpoch: ledger.gateEpoch, ledgerSeq: ledger.ledgerSeq }
  const more = { ...healthHead(state.health), ...phantomHead(state) }
  return { ...head, ...more, hallIds: [...card.hallIds], bridgeEpoch, ...place, ...read }
}

const phantomHead = (state: LotState): Pick<LotHead, 'phantoms'> =>
  state.phantoms.size === 0 ? {} : { phantoms: phantomRows(state) }

/** More cars than spaces happen, by miscount or a car in the lane; fewer than no spaces left do not. */
export const lotFrame = ({ card, insideTally, stackRules }: LotState): LotFrame => ({
  kind: 'lot',
  insideTally,
  spacesLeft: Math.max(0, (card?.spaces ?? 0) - insideTally),
  ...(stackRules === undefined ? {} : { stackRules }),
})

/** Without those that are over for two days: an exit told that late is not shown again until the next prune. */
export function stayRows({ stays, dayEndsAt }: LotState): Record<string, StayRow> {
  if (stays.size === 0) return {}
  const shownFrom = addMs(dayEndsAt, -2 * DAY_MS)
  const shown = [...stays].filter(([, { exitedAt }]) => exitedAt === undefined || exitedAt >= shownFrom)
  return Object.fromEntries(shown.map(([stayId, { lastFact: _lastFact, denied: _denied, ...row }]) => [stayId, row]))
}

export const foreignRows = (state: LotState): Record<string, ForeignRow> => Object.fromEntries(state.foreign)

/** What the gate of the lot can do where a car has another discount; nothing where its bridge does not tell. */
export const stackOf = ({ card, stackRules }: LotState): { lot: string; rules: readonly StackRule[] } | undefined =>
  card === undefined || stackRules === undefined ? undefined : { lot: `${card.name} ${card.nameEn}`, rules: stackRules }

/** The latest stay of a plate, over or not; the plate is compared normalised. */
export function stayOf(state: LotState, plate: string): StayFact | undefined {
  const stay = latestStay(state, plate)
  if (stay === undefined || state.card === undefined) return undefined
  const { stayId, carClass, enteredAt, paidAt, exitedAt, review, gatePlate } = stay
  return {
    ...{ stayId, lotId: state.card.lotId, carClass, enteredAt },
    ...(paidAt === undefined ? {} : { paidAt }),
    ...(exitedAt === undefined ? {} : { exitedAt }),
    ...(review === undefined ? {} : { unsure: true as const }),
    ...(gatePlate === undefined ? {} : { gatePlate }),
  }
}
