import type { Exemption } from '../../../server/src/exemptions/claim.ts'
import type { LedgerLife } from '../doubles/gate-process.ts'
import type { Evidence, Invariant } from '../evidence.ts'

const isOpen = ({ status }: Exemption): boolean => status === 'granted' || status === 'confirmed'

/** I-7 at rest: hub and gate say the same of every exemption, and nothing is on its way any more. */
export const hubEqualsGate: Invariant = evidence => {
  const { hallState, lotState, gate } = evidence
  const found: string[] = []
  const { ledger } = gate
  if (lotState.gateEpoch !== ledger.controllerEpoch || lotState.gateSeq !== ledger.eventSeq)
    found.push(
      `I-7 the lot stands at ${lotState.gateEpoch} ${lotState.gateSeq}, the gate at ${ledger.controllerEpoch} ${ledger.eventSeq}`,
    )
  for (const exemption of hallState.exemptions.exemptions.values()) found.push(...openOf(exemption, evidence))
  for (const { grantKey, end } of ledger.grants.values()) {
    const status = hallState.exemptions.exemptions.get(grantKey)?.status
    if (end === undefined && (status === 'refused' || status === 'revoked' || status === 'honoured'))
      found.push(`I-7 the gate holds ${grantKey} open, the hall has it ${status}`)
  }
  return found
}

/** I-7: what was used in this life of the gate is booked as used, also where it was told after its end. */
export const usesBooked: Invariant = ({ gate, hall, hallState }) => {
  const told = new Set(
    hall.flatMap(({ events }) => events.flatMap(e => (e.type === 'exemption.mismatched' ? e.exemptionId : []))),
  )
  return (gate.lives.at(-1)?.durable ?? [])
    .flatMap(({ events }) => events)
    .flatMap(event => {
      if (event.type !== 'ExemptionHonoured') return []
      const status = hallState.exemptions.exemptions.get(event.grantKey)?.status
      if (status === 'honoured' || told.has(event.grantKey)) return []
      return [`I-7 ${event.grantKey} was used at the gate, the hall has it ${status}`]
    })
}

function openOf(exemption: Exemption, { gate }: Evidence): string[] {
  const { exemptionId, status, unknown, revoking, frozen } = exemption
  if (!isOpen(exemption) || frozen) return []
  if (unknown) return [`I-7 ${exemptionId} is still in doubt`]
  // The gate said that it was used and then lost the fact of it: it stays as it is until it expires (EX6).
  if (revoking && gate.lives.slice(0, -1).some(life => usedIn(life, exemptionId))) return []
  if (revoking) return [`I-7 ${exemptionId} is still to be taken back`]
  const held = gate.ledger.grants.get(exemptionId)
  if (status === 'granted')
    return [`I-7 ${exemptionId} is still to be confirmed, and the gate has it ${held?.end ?? held !== undefined}`]
  return held === undefined || held.end === 'revoked' ? [`I-7 ${exemptionId} is confirmed, and the gate lacks it`] : []
}

const usedIn = ({ durable }: LedgerLife, exemptionId: string): boolean =>
  durable.some(({ records }) => records.some(one => one.type === 'ExemptionHonoured' && one.grantKey === exemptionId))

/** I-16: what a face has folded is what a newcomer is shown. */
export const screensAgree: Invariant = ({ faces, fresh }) =>
  faces.flatMap(({ stream, audience, held }) => {
    if (held === undefined) return [`I-16 ${stream}/${audience} shows nothing`]
    const shown = fresh(stream, audience) as Record<string, unknown>
    const differing = Object.keys({ ...shown, ...held.screen }).filter(
      part => sorted(held.screen[part as 'tickets']) !== sorted(shown[part]),
    )
    return differing.map(part => `I-16 ${stream}/${audience} shows other ${part} than the hub`)
  })

/** Tables have no order on a screen; lists do. */
const sorted = (value: unknown): string =>
  JSON.stringify(value ?? null, (_key, field: unknown) =>
    typeof field === 'object' && field !== null && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
      : field,
  )

/** I-16 in the end: every ticket, exemption and rating has come to its own end. */
export const allEnded: Invariant = ({ hallState }) => {
  const open = [...hallState.tickets.tickets.values()].filter(({ place }) => !ENDED.has(place.status))
  const exemptions = [...hallState.exemptions.exemptions.values()].filter(isOpen)
  const unrated = [...hallState.evaluations.unrated.values()].reduce((sum, tickets) => sum + tickets.size, 0)
  return [
    ...open.map(({ ticketId, place }) => `I-16 ${ticketId} is ${place.status} after its day`),
    ...exemptions.map(
      ({ exemptionId, status, unknown, frozen }) =>
        `I-16 ${exemptionId} is ${status} after its day${unknown ? ', in doubt' : ''}${frozen ? ', frozen' : ''}`,
    ),
    ...(unrated > 0 ? [`I-16 ${unrated} services neither rated nor lapsed`] : []),
  ]
}

const ENDED: ReadonlySet<string> = new Set(['completed', 'cancelled', 'expired'])
