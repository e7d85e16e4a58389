import type { LedgerRecord } from '@pingting/contract'
import { expect, test } from 'vitest'
import type { Capabilities } from '../../../../parking-bridge/src/lot/port.ts'
import { answerOf, enter, nextPlate, orderFor, sendingOf } from '../orders.ts'
import type { Site } from '../site.ts'

/** What every profile says of its ledger. */
export function ledgerOf(site: () => Site, can: Capabilities): void {
  test('[PF1, GT43] tells what it holds by the numbers of its ledger, or that it cannot', async () => {
    const { lot, world } = site()
    const order = orderFor(nextPlate())
    await enter(site(), order.plate)
    answerOf(await lot.grant(sendingOf(order)))
    await world.post('/cars/exit', { plate: order.plate, pay: true })
    if (!can.ledger) {
      expect(await lot.ledgerSince(0, 2)).toMatchObject({ told: 'refusedBeforeRunning', retry: 'terminal' })
      return
    }

    // when it is asked for a few at a time, to the end · then each record has the number after the one before it
    const records: LedgerRecord[] = []
    for (let some: LedgerRecord[] | undefined; some === undefined || some.length > 0; ) {
      const answer = answerOf(await lot.ledgerSince(records.at(-1)?.ledgerSeq ?? 0, 2))
      expect(answer.gateEpoch).toBe(lot.epoch())
      some = answer.records
      records.push(...some)
    }
    expect(records.map(({ ledgerSeq }) => ledgerSeq)).toEqual(records.map((_, index) => index + 1))
    const { requestHash } = sendingOf(order)
    expect(records.filter(record => 'exemptionId' in record && record.exemptionId === order.key)).toMatchObject([
      { kind: 'accepted', freeMinutes: order.freeMinutes, plate: order.plate, requestHash },
      { kind: 'ended', end: 'consumed', minutesUsed: 120, waivedFen: 400 },
    ])
  })
}
