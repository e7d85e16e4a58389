import type { GateRecord } from '@pingting/contract'
import { expect, test, vi } from 'vitest'
import type { Capabilities } from '../../../../parking-bridge/src/lot/port.ts'
import { answerOf, enter, executions, nextPlate, orderFor, revocationOf, sendingOf } from '../orders.ts'
import type { Site } from '../site.ts'
import type { Keeps } from './keeps.ts'

const WAIT = { timeout: 20_000, interval: 20 }

/** What every profile says of what people at the car park do. */
export function peopleOf(site: () => Site, can: Capabilities, { release }: Keeps): void {
  test('[PF1, PF24, PF25, RB38] tells that a person opened the barrier, and what was due', async () => {
    for (const how of ['manual', 'tailgate'] as const) {
      const plate = nextPlate()
      const stayId = await enter(site(), plate)
      await site().world.post('/cars/exit', { plate, release: how })

      const facts = await factsOf(site(), stayId, 'exited')
      const exit = facts.find(({ kind }) => kind === 'exited')
      expect(exit).toMatchObject({ feeBeforeFen: 400, feeWaivedFen: 0, feeAfterFen: 400 })
      if (release === 'exit') expect(exit).toMatchObject({ release: how, paidFen: 0 })
      else expect(facts).toContainEqual(expect.objectContaining({ kind: 'released', stayId, release: how }))
      expect(facts.some(({ kind }) => kind === 'foreign')).toBe(false)
    }
  })

  test('[PF1, PF23, EX36] tells that the car park took an exemption back itself, with that reason', async () => {
    const order = orderFor(nextPlate())
    const stayId = await enter(site(), order.plate)
    answerOf(await site().lot.grant(sendingOf(order)))
    const taken = await site().world.post('/exemptions/withdraw', { grantKey: order.key })
    expect(taken).toMatchObject({ status: 200, body: { stayId } })

    const facts = await factsOf(site(), stayId, 'denied')
    expect(facts.at(-1)).toMatchObject({ kind: 'denied', exemptionId: order.key, reason: 'Revoked' })
    // And it is not given back to the car by telling it again, nor taken back once more.
    if (can.idempotent) await site().lot.grant(sendingOf(order))
    expect(await executions(site(), order)).toBe(1)
    if (can.query) expect(answerOf(await site().lot.revoke(revocationOf(order))).outcome).toBe('AlreadyRevoked')
    const { body } = await site().world.post('/cars/exit', { plate: order.plate, pay: true })
    expect(body).toMatchObject({ feeDueFen: 400, exemptionsHonoured: [] })
  })
}

/** What is told up to the first fact of this kind about a stay: all of the stay, and whatever is foreign. */
export async function factsOf({ lot }: Site, stayId: string, last: GateRecord['kind']): Promise<GateRecord[]> {
  const records: GateRecord[] = []
  const isOf = (record: GateRecord): boolean => 'stayId' in record && record.stayId === stayId
  let seq = 0
  await vi.waitFor(async () => {
    const told = answerOf(await lot.eventsSince(seq, 24)).records
    seq = told.at(-1)?.gateSeq ?? seq
    records.push(...told.filter(record => isOf(record) || record.kind === 'foreign'))
    expect(records.some(record => isOf(record) && record.kind === last)).toBe(true)
  }, WAIT)
  return records
}
