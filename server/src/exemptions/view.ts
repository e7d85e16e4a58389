import {
  type BusinessDay,
  colourOf,
  type ExemptionOrder,
  type ExemptionRow,
  type MismatchRow,
  type PolicyRow,
  parsePlate,
  type WithheldRow,
} from '@pingting/contract'
import type { Book, Claim, Exemption, Sum } from './claim.ts'
import { isUnsettled } from './entitlement.ts'
import { type ExemptionState, talliesBetween } from './state.ts'

/** With the full plate; whoever shows it masks it for its audience. */
export const exemptionRows = (state: ExemptionState): Record<string, ExemptionRow> =>
  Object.fromEntries([...state.exemptions].map(([exemptionId, exemption]) => [exemptionId, rowOf(exemption)]))

/** With the ledger that confirmed it: whether the gate has lost that since, or has forgotten a key, is told by it. */
export const exemptionRowsForBridge = (state: ExemptionState): Record<string, ExemptionRow> =>
  Object.fromEntries(
    [...state.exemptions].map(([exemptionId, exemption]) => {
      const { gateEpoch = '' } = exemption
      return [exemptionId, { ...rowOf(exemption), ...(gateEpoch === '' ? {} : { gateEpoch }) }]
    }),
  )

/** With what became of a write-off, and that nothing stands behind it, which concerns nobody else. */
export const exemptionRowsForOperator = (state: ExemptionState): Record<string, ExemptionRow> =>
  Object.fromEntries(
    [...state.exemptions].map(([exemptionId, exemption]) => {
      const { writeOff, unearned } = exemption
      const more = { ...(writeOff === undefined ? {} : { writeOff }), ...(unearned === undefined ? {} : { unearned }) }
      return [exemptionId, { ...rowOf(exemption), ...more }]
    }),
  )

function rowOf(exemption: Exemption): ExemptionRow {
  const {
    evaluationId: _e,
    counterId: _c,
    plateColour: _p,
    gatePlate: _t,
    revision: _r,
    stackRule: _s,
    ...most
  } = exemption
  const { policyVersion: _v, businessDay: _b, gateEpoch: _g, ...rest } = most
  const { writeOff: _w, unearned: _u, exitedAt: _x, proposedBy: _one, approvedBy: _other, ...row } = rest
  return row
}

export const withheldRows = (state: ExemptionState): Record<string, WithheldRow> =>
  Object.fromEntries([...state.claims.values()].flatMap(claim => withheldOf(claim) ?? []))

/** With the plate it was withheld for; a ticket that waits for its car, with the plate of the car it waits for by now. */
function withheldOf({ ticketId, withheld, plate: now }: Claim): [[string, WithheldRow]] | undefined {
  if (withheld === undefined) return undefined
  const { reason, at } = withheld
  const plate = reason === 'NOT_INSIDE' ? now : withheld.plate
  return [[ticketId, { ticketId, reason, at, ...(plate === undefined ? {} : { plate: plate.text }) }]]
}

/** What a ticket's page and its counter show. */
export function exemptionOfTicket(state: ExemptionState, ticketId: string): ExemptionRow | WithheldRow | undefined {
  const claim = state.claims.get(ticketId)
  const exemption = state.exemptions.get(claim?.exemptionId ?? '')
  if (claim?.withheld !== undefined) return withheldOf(claim)?.[0][1]
  if (exemption === undefined) return undefined
  const { sent: _, ...row } = rowOf(exemption)
  return row
}

export const plateOfTicket = (state: ExemptionState, ticketId: string): string | undefined =>
  state.claims.get(ticketId)?.plate?.text

/** Rated tickets of a plate whose entitlement is not settled: news of the plate's stay may settle it. */
export const unsettledOf = (state: ExemptionState, plate: string): string[] =>
  (state.byPlate.get(plate) ?? []).filter(ticketId => {
    const claim = state.claims.get(ticketId)
    return claim !== undefined && isUnsettled(state, claim)
  })

/** All unsettled tickets with their plates, for a start after a crash. */
export const unsettled = (state: ExemptionState): { ticketId: string; plate: string }[] =>
  [...state.byPlate.keys()].flatMap(plate => unsettledOf(state, plate).map(ticketId => ({ ticketId, plate })))

export const mismatchRows = (state: ExemptionState): Record<string, MismatchRow> => Object.fromEntries(state.mismatches)

/** Exemptions of a plate on a day in this hall, or since another: what another hall counts as elsewhere. */
export const plateTally = (state: ExemptionState, day: BusinessDay, plate: string, since = day): number =>
  talliesBetween(state, since, day, plate)

/** What holds by and by, and what did. */
export const policyRows = (state: ExemptionState): PolicyRow[] => [...state.policies]

/** Uses at the gate beside the books: all that was used there is honoured or mismatched. */
export const mismatchedOf = (state: ExemptionState): Sum => state.mismatched

/** granted = honoured + refused + revoked + expired + writtenOff + open, in count and in minutes. */
export const booksOf = (state: ExemptionState): Record<Book, Sum> => state.books

/** What the hub signs and the bridge hands to the gate. */
export function orderOf(state: ExemptionState, exemptionId: string): ExemptionOrder | undefined {
  const exemption = state.exemptions.get(exemptionId)
  if (exemption === undefined) return undefined
  const { lotId, plateColour: colour, freeMinutes, notBefore, notAfter, stackRule, gatePlate } = exemption
  const plate = gatePlate ?? exemption.plate
  const known = gatePlate === undefined ? undefined : parsePlate(gatePlate)
  const plateColour = known === undefined ? colour : colourOf(known.plateClass)
  return {
    ...{ key: exemptionId, siteId: lotId, plate, plateColour, kind: 'time' },
    ...{ freeMinutes, notBefore, notAfter, maxUses: 1, stackRule },
  }
}
