import { randomUUID } from 'node:crypto'
import type { ExemptionOrder } from '@pingting/contract'
import type { GrantSending, Lot, RevokeSending, Told } from '../../../parking-bridge/src/lot/port.ts'
import { openSigner } from '../../../server/src/hub/signer.ts'
import { MAC_KEY, SITE_ID } from '../simulated-gate/gate-process.ts'
import type { Site } from './site.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
/** A half minute, as a bridge gives each sending. */
const SUBMIT_WITHIN_MS = 30_000
const signer = openSigner(Buffer.from(MAC_KEY, 'hex'))
const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString()

let cars = 0
export const nextPlate = (): string => `鲁F${String(20_000 + cars++)}`

export const orderFor = (plate: string, change: Partial<ExemptionOrder> = {}): ExemptionOrder => ({
  ...{ key: randomUUID(), siteId: SITE_ID, plate, plateColour: 1, kind: 'time', freeMinutes: 120 },
  ...{ notBefore: inMs(-3 * HOUR_MS), notAfter: inMs(HOUR_MS), maxUses: 1, stackRule: 'max' },
  ...change,
})

/** As the hub signs it. */
export function sendingOf(
  order: ExemptionOrder,
  { deadlineMs = SUBMIT_WITHIN_MS, bridgeEpoch = 7 } = {},
): GrantSending {
  const submitDeadline = inMs(deadlineMs)
  return { order, submitDeadline, bridgeEpoch, ...signer.grant(order, bridgeEpoch, submitDeadline) }
}

export function revocationOf({ key: grantKey }: ExemptionOrder, bridgeEpoch = 7): RevokeSending {
  const key = randomUUID()
  return { key, grantKey, bridgeEpoch, ...signer.revoke(key, grantKey, bridgeEpoch) }
}

export const ask = (lot: Lot, order: ExemptionOrder) => lot.query(order.key, sendingOf(order))

/** @throws when there was no answer. */
export function answerOf<A>(told: Told<A>): A {
  if (told.told !== 'answered') throw new Error(`${told.told}: ${told.code}`)
  return told.answer
}

/** A car that came some minutes ago. */
export async function enter({ world }: Site, plate: string, minutesAgo = 120): Promise<string> {
  const { body } = await world.post('/cars/enter', { plate, at: inMs(-minutesAgo * MINUTE_MS) })
  return String(body['stayId'])
}

/** How often the gate carried out an order. */
export async function executions({ world }: Site, { key }: ExemptionOrder): Promise<number> {
  const { records } = (await world.get('/ledger')) as { records: { type: string; grantKey?: string }[] }
  return records.filter(({ type, grantKey }) => type === 'ExemptionGranted' && grantKey === key).length
}
