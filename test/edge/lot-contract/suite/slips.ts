import { expect, test } from 'vitest'
import type { Capabilities } from '../../../../parking-bridge/src/lot/port.ts'
import { answerOf, ask, enter, executions, orderFor, revocationOf, sendingOf } from '../orders.ts'
import type { Site } from '../site.ts'
import { factsOf } from './people.ts'

/** What every profile does for a car without a plate. */
export function slipsOf(site: () => Site, can: Capabilities): void {
  test('[PF1, PL19] takes an order for a car by the number of its slip, once and to its end, or says that it cannot', async () => {
    // given a car without a plate, with a slip
    const { lot, world } = site()
    const stayId = await enter(site(), '#7K3M9')
    const order = orderFor('#7K3M9', { plateColour: -1 })
    const sending = sendingOf(order)
    if (!can.slips) {
      expect(await lot.grant(sending)).toMatchObject({ told: 'refusedBeforeRunning', retry: 'terminal' })
      expect(await executions(site(), order)).toBe(0)
      return
    }

    // when it is told twice, and another car's order is taken back
    expect(answerOf(await lot.grant(sending))).toMatchObject({ outcome: 'Applied', storedHash: sending.requestHash })
    expect(answerOf(await lot.grant(sendingOf(order)))).toMatchObject({ outcome: 'AlreadyApplied' })
    const other = orderFor('#7K3M8', { plateColour: -1 })
    answerOf(await lot.grant(sendingOf(other)))
    expect(answerOf(await lot.revoke(revocationOf(other))).outcome).toBe('Revoked')
    await world.post('/cars/exit', { plate: '#7K3M9', pay: true })

    // then it is used by that car, which is told under its slip
    expect(await executions(site(), order)).toBe(1)
    if (can.query) expect(answerOf(await ask(lot, order))).toMatchObject({ found: true, state: 'Consumed' })
    expect(await factsOf(site(), stayId, 'exited')).toMatchObject([
      { kind: 'entered', plate: '#7K3M9' },
      { kind: 'honoured', exemptionId: order.key, feeAfterFen: 0 },
      { kind: 'exited' },
    ])
  })
}
