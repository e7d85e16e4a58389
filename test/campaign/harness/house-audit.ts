import { LOT_ID } from '../../../server/living-hall/seed.ts'
import { doubledIn, lostIn, repeat, repeated } from '../../support/crowds/audit.ts'
import type { CabledHouse } from '../../support/crowds/cabled-house.ts'
import type { GateLedger, RewardedCars } from '../../support/crowds/rewarded-cars.ts'
import { journalOf, ticketsIn } from '../../support/crowds/stored-journal.ts'
import { until } from '../../support/room.ts'
import type { Claims } from './campaign.ts'

export interface Audited {
  exemptions: number
  honoured: number
  lost: number
  doubled: number
  doubledAtGate: number
  commits: number
}

const USED_TIMEOUT_MS = 30_000

/**
 * Everything again by its id, then hub and gate side by side, then the journals of both streams with their chains. Ends
 * the hub: a journal is read from the folder it left.
 */
export async function auditHouse(house: CabledHouse, cars: RewardedCars, claims: Claims): Promise<Audited> {
  claims.none('acknowledged and told otherwise when repeated', await repeat(cars.sent))
  let rows = await cars.rows()
  const refresh = setInterval(() => void cars.rows().then(now => (rows = now)), 200)
  const { grants, records } = await cars.ledger()
  const used = grants.filter(({ state }) => state === 'Consumed').length
  await until(
    'what the gate used has come home',
    () => rows.filter(({ status }) => status === 'honoured').length === used,
    USED_TIMEOUT_MS,
  ).finally(() => clearInterval(refresh))

  const { executed, doubledAtGate } = auditGate(records, claims)
  const tickets = rows.map(({ ticketId }) => ticketId)
  claims.none('tickets with two exemptions', repeated(tickets))
  const known = new Set(rows.map(row => row._id))
  claims.none(
    'at the gate and unknown to the hub',
    executed.filter(key => !known.has(key)),
  )
  claims.none(
    'exemptions of the hub that are neither confirmed nor used',
    rows.filter(({ status }) => !['confirmed', 'honoured'].includes(status)),
  )

  await house.kill('hub')
  const hall = await journalOf(house.dataDir)
  const lot = await journalOf(house.dataDir, `lot:${LOT_ID}`)
  const [lost, doubled] = [lostIn(hall, cars.sent), [...doubledIn(hall), ...doubledIn(lot)]]
  claims.none(
    'acknowledged and not in the journal where it was told',
    lost.map(({ commandId }) => commandId),
  )
  claims.none('doubled in the journals, or out of order', doubled)
  // Nobody here drives out before the gate has confirmed, and nothing is revoked: no use has a cause to be a mismatch.
  claims.none(
    'uses at the gate that the hall took for a mismatch',
    hall.flatMap(({ events }) => events.filter(({ type }) => type === 'exemption.mismatched')),
  )
  const granted = new Set(ticketsIn(hall, 'exemption.granted'))
  const rated = ticketsIn(hall, 'evaluation.submitted')
  claims.none(
    'rated, with the plate of a car inside, and not exempted',
    ticketsIn(hall, 'plate.bound').filter(ticket => rated.includes(ticket) && !granted.has(ticket)),
  )
  return {
    ...{ exemptions: rows.length, honoured: used, lost: lost.length, doubled: doubled.length },
    ...{ doubledAtGate, commits: hall.length + lot.length },
  }
}

/** What the gate has taken in and let out free: each exemption once. */
function auditGate(records: GateLedger['records'], claims: Claims) {
  const keysOf = (wanted: string) => records.flatMap(({ type, grantKey }) => (type === wanted ? grantKey! : []))
  const executed = keysOf('ExemptionGranted')
  const [grantedTwice, usedTwice] = [repeated(executed), repeated(keysOf('ExemptionHonoured'))]
  claims.none('exemptions carried out twice by the gate', grantedTwice)
  claims.none('exemptions used twice at the exit', usedTwice)
  return { executed, doubledAtGate: grantedTwice.length + usedTwice.length }
}
