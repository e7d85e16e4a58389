import {
  addMs,
  DAY_MS,
  type ForeignRow,
  type LotFrame,
  type LotHead,
  type StayFact,
  type StayRow,
} from '@pingting/contract'
import { type LotState, plateKey, type Stay } from './state.ts'

export function lotHead(state: LotState): LotHead | undefined {
  if (state.card === undefined) return undefined
  const { lotId, name, nameEn, spaces } = state.card
  const { linkUsable, linkLoss } = state
  return { lotId, name, nameEn, spaces, linkUsable, ...(linkLoss === undefined ? {} : { linkLoss }) }
}

/** With what the operator has to sign off after a restore. */
export function lotHeadForOperator(state: LotState): LotHead | undefined {
  const head = lotHead(state)
  return head === undefined || state.restored === undefined ? head : { ...head, awaitsSignOff: { ...state.restored } }
}

/** With what only the bridge needs: the halls it serves, its fencing number, and from where to go on reading. */
export function lotHeadForBridge(state: LotState): LotHead | undefined {
  const head = lotHead(state)
  if (head === undefined || state.card === undefined) return undefined
  const { bridgeEpoch, gateEpoch, gateSeq, card } = state
  const place = gateEpoch === undefined ? { gateSeq } : { gateEpoch, gateSeq }
  return { ...head, hallIds: [...card.hallIds], bridgeEpoch, ...place }
}

/** More cars than spaces happen, by miscount or a car in the lane; fewer than no spaces left do not. */
export const lotFrame = ({ card, insideTally }: LotState): LotFrame => ({
  kind: 'lot',
  insideTally,
  spacesLeft: Math.max(0, (card?.spaces ?? 0) - insideTally),
})

/** Without those that are over for two days: an exit told that late is not shown again until the next prune. */
export function stayRows({ stays, dayEndsAt }: LotState): Record<string, StayRow> {
  if (stays.size === 0) return {}
  const shownFrom = addMs(dayEndsAt, -2 * DAY_MS)
  const shown = [...stays].filter(([, { exitedAt }]) => exitedAt === undefined || exitedAt >= shownFrom)
  return Object.fromEntries(shown.map(([stayId, { lastFact: _lastFact, ...row }]) => [stayId, row]))
}

export const foreignRows = (state: LotState): Record<string, ForeignRow> => Object.fromEntries(state.foreign)

/** The latest stay of a plate, over or not; the plate is compared normalised. */
export function stayOf(state: LotState, plate: string): StayFact | undefined {
  const stay = latestStay(state, plate)
  if (stay === undefined || state.card === undefined) return undefined
  const { stayId, carClass, enteredAt, paidAt, exitedAt } = stay
  return {
    ...{ stayId, lotId: state.card.lotId, carClass, enteredAt },
    ...(paidAt === undefined ? {} : { paidAt }),
    ...(exitedAt === undefined ? {} : { exitedAt }),
  }
}

export function latestStay(state: LotState, plate: string): Stay | undefined {
  const stays = (state.byPlate.get(plateKey(plate)) ?? []).map(id => state.stays.get(id)!)
  return stays.reduce<Stay | undefined>(
    (latest, stay) => (latest === undefined || stay.enteredAt >= latest.enteredAt ? stay : latest),
    undefined,
  )
}
