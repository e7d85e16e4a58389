import type { GateRecord } from '@pingting/contract'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Capabilities } from '../../../../parking-bridge/src/lot/port.ts'
import { answerOf, ask, enter, executions, nextPlate, orderFor, revocationOf, sendingOf } from '../orders.ts'
import type { Site } from '../site.ts'
import { camerasOf } from './cameras.ts'
import type { Keeps } from './keeps.ts'
import { ledgerOf } from './ledger.ts'
import { peopleOf } from './people.ts'
import { racesOf } from './races.ts'
import { slipsOf } from './slips.ts'

const WAIT = { timeout: 20_000, interval: 20 }
const OPEN_MS = 60_000
/** A link that hears nothing is not used after this. */
const SILENT_MS = 3_000

const EVERYTHING: Keeps = { early: true, tombstones: true, facts: true, epoch: true, release: 'exit' }

/**
 * What every profile keeps, whatever stands behind it: the bridge relies on this and on nothing else.
 * @param can what the profile says of itself; what it cannot is not asked of it
 */
export function lotContract(
  name: string,
  open: () => Promise<Site>,
  can: Capabilities,
  keeps: Keeps = EVERYTHING,
): void {
  describe(`a lot behind ${name}`, () => {
    let site: Site
    const usable = () => vi.waitFor(() => expect(site.lot.usable()).toBe(true), WAIT)
    beforeAll(async () => {
      site = await open()
      await usable()
    }, OPEN_MS)
    afterAll(() => site?.close(), OPEN_MS)

    ordersOf(() => site, can, keeps)
    questionsOf(() => site, can, keeps)
    factsOf(() => site, keeps)
    camerasOf(() => site, keeps)
    peopleOf(() => site, can, keeps)
    slipsOf(() => site, can)
    ledgerOf(() => site, can)
    racesOf(() => site, can, keeps)
    lossesOf(() => site, can, keeps, usable)
    startsOf(() => site, can, keeps, usable)
  })
}

/** An order for a car that the gate takes it for: one that is inside, where it takes none before the entry. */
async function nextOrder(site: Site, keeps: Keeps): Promise<ReturnType<typeof orderFor>> {
  const order = orderFor(nextPlate())
  if (!keeps.early) await enter(site, order.plate)
  return order
}

function ordersOf(site: () => Site, can: Capabilities, keeps: Keeps): void {
  test('[PF1] says what it can', () => {
    expect(site().lot.capabilities).toEqual(can)
    expect(site().lot.epoch()).toMatch(/./)
  })

  test.runIf(can.idempotent)('[PF1] carries an order out once, however often it is told', async () => {
    // given an order of the hub · when it is told twice, with another deadline
    const order = await nextOrder(site(), keeps)
    const sending = sendingOf(order)
    const first = answerOf(await site().lot.grant(sending))
    const second = answerOf(await site().lot.grant(sendingOf(order, { deadlineMs: 20_000 })))

    // then both are answered with its hash, and the gate holds it once
    const held = { storedHash: sending.requestHash, gateEpoch: site().lot.epoch() }
    expect(first).toMatchObject({ outcome: 'Applied', ...held })
    expect(second).toMatchObject({ outcome: 'AlreadyApplied', ...held })
    expect(await executions(site(), order)).toBe(1)
  })

  test.runIf(can.idempotent)('[PF1] never takes another order under the same key for the first', async () => {
    const order = await nextOrder(site(), keeps)
    answerOf(await site().lot.grant(sendingOf(order)))

    const other = sendingOf({ ...order, freeMinutes: 240 })
    const told = answerOf(await site().lot.grant(other))

    expect(told.outcome).toBe('Conflict')
    expect(told.storedHash).not.toBe(other.requestHash)
    expect(await executions(site(), order)).toBe(1)
  })

  test.runIf(can.stack.length > 0)('[PF1] takes an order of each stack rule it tells', async () => {
    for (const stackRule of can.stack) {
      const told = answerOf(await site().lot.grant(sendingOf({ ...(await nextOrder(site(), keeps)), stackRule })))
      expect([stackRule, told.outcome]).toEqual([stackRule, 'Applied'])
    }
  })

  test('[PF1] tells why it rejects an order', async () => {
    const plate = nextPlate()
    await enter(site(), plate)
    await site().world.post('/cars/exit', { plate, pay: true })
    const gone = await site().lot.grant(sendingOf(orderFor(plate)))
    const late = answerOf(await site().lot.grant(sendingOf(await nextOrder(site(), keeps), { deadlineMs: -1_000 })))

    // Who takes no order before the entry cannot know whether a car is still to come.
    if (!keeps.early) expect(gone).toMatchObject({ told: 'refusedBeforeRunning', retry: 'notYet' })
    else expect(gone).toMatchObject({ answer: { outcome: 'Rejected', reason: 'ALREADY_LEFT' } })
    expect([late.outcome, late.reason]).toEqual(['Rejected', 'DEADLINE_PASSED'])
  })

  test.runIf(can.revoke)('[PF1] takes an order back, once, and never one that was used', async () => {
    const { lot } = site()
    const [order, unknown] = [await nextOrder(site(), keeps), await nextOrder(site(), keeps)]
    const used = orderFor(nextPlate())
    answerOf(await lot.grant(sendingOf(order)))
    await enter(site(), used.plate)
    answerOf(await lot.grant(sendingOf(used)))
    await site().world.post('/cars/exit', { plate: used.plate, pay: true })

    const first = [await lot.revoke(revocationOf(order)), await lot.revoke(revocationOf(unknown))]
    const ended = [await lot.revoke(revocationOf(order)), await lot.revoke(revocationOf(used))]

    expect(first.map(told => answerOf(told).outcome)).toEqual(['Revoked', 'NotFound'])
    // Of one that has ended a controller that cannot be asked may leave it to people why.
    if (can.query) expect(ended.map(told => answerOf(told).outcome)).toEqual(['AlreadyRevoked', 'AlreadyConsumed'])
    else for (const told of ended) expect(told).toMatchObject({ told: 'refusedBeforeRunning', retry: 'terminal' })
    // What was taken back before it came is not revived by coming late.
    if (keeps.tombstones) expect(answerOf(await lot.grant(sendingOf(unknown)))).toMatchObject({ outcome: 'Rejected' })
  })
}

function questionsOf(site: () => Site, can: Capabilities, keeps: Keeps): void {
  test.runIf(can.query)('[PF1] answers what became of a key, and whether it holds our order under it', async () => {
    // given an order of each fate
    const { lot } = site()
    const [bound, used] = [orderFor(nextPlate()), orderFor(nextPlate())]
    for (const order of [bound, used]) await enter(site(), order.plate)
    const [waiting, back, never] = [
      await nextOrder(site(), keeps),
      await nextOrder(site(), keeps),
      orderFor(nextPlate()),
    ]
    for (const order of [waiting, bound, used, back]) answerOf(await lot.grant(sendingOf(order)))
    await site().world.post('/cars/exit', { plate: used.plate, pay: true })
    if (can.revoke) answerOf(await lot.revoke(revocationOf(back)))

    // when each is asked about · then it is told as it is
    const gateEpoch = lot.epoch()
    const expectState = async (order: typeof waiting, state: string) =>
      expect(answerOf(await ask(lot, order))).toMatchObject({
        ...{ found: true, state, storedHash: sendingOf(order).requestHash, gateEpoch },
      })
    await expectState(waiting, keeps.early ? 'Pending' : 'Active')
    await expectState(bound, 'Active')
    await expectState(used, 'Consumed')
    if (can.revoke) await expectState(back, 'Revoked')
    expect(answerOf(await ask(lot, never))).toMatchObject({ found: false, gateEpoch })

    // and another order than the one it holds is not told as held
    const other = { ...waiting, freeMinutes: 240 }
    const answer = answerOf(await ask(lot, other))
    expect(answer).toMatchObject({ found: true })
    expect(answer).not.toMatchObject({ storedHash: sendingOf(other).requestHash })
  })
}

function factsOf(site: () => Site, keeps: Keeps): void {
  test('[PF1] tells facts by their numbers, without a gap, from any number on', async () => {
    // given a car that comes, is let off and leaves
    const { lot, world } = site()
    const order = orderFor(nextPlate())
    const stayId = await enter(site(), order.plate)
    answerOf(await lot.grant(sendingOf(order)))
    await world.post('/cars/exit', { plate: order.plate, pay: true })

    // when they are asked for a few at a time, until its exit is told
    const records: GateRecord[] = []
    const isTold = () => records.some(record => record.kind === 'exited' && record.stayId === stayId)
    await vi.waitFor(async () => {
      const seq = records.at(-1)?.gateSeq ?? 0
      const { records: some, oldestSeq } = answerOf(await lot.eventsSince(seq, 2))
      expect(oldestSeq).toBeLessThanOrEqual(seq + 1)
      records.push(...some)
      expect(isTold()).toBe(true)
    }, WAIT)

    // then each has the number after the one before it
    expect(records.map(({ gateSeq }) => gateSeq)).toEqual(records.map((_, index) => index + 1))
    // and entry, use and exit are among them, with what was waived
    const fees = { feeBeforeFen: 400, feeWaivedFen: 400, feeAfterFen: 0 }
    expect(records.filter(record => 'stayId' in record && record.stayId === stayId)).toMatchObject([
      { kind: 'entered', stayId, plate: order.plate, carClass: 'casual' },
      { kind: 'honoured', stayId, exemptionId: order.key, minutesApplied: 120, ...fees },
      { kind: 'exited', stayId, minutes: 120, ...fees },
    ])
    if (keeps.facts) expect(answerOf(await lot.eventsSince(2, 4)).records).toEqual(records.slice(2, 6))
  })
}

function lossesOf(site: () => Site, can: Capabilities, keeps: Keeps, usable: () => Promise<void>): void {
  test('[PF2, RC6] a request that was lost and an answer that was lost look alike, and neither is failed', async () => {
    // given a gate that does not hear the next order, and does not answer the one after it
    const { lot, world } = site()
    const orders = [await nextOrder(site(), keeps), await nextOrder(site(), keeps)]
    await world.post('/switches', { dropRequests: 1, dropAnswers: 1 })

    // when both are sent, one shortly after the other · then nobody knows
    const told = await Promise.all(
      orders.map(async (order, index) => {
        await new Promise(resolve => setTimeout(resolve, index * 100))
        return lot.grant(sendingOf(order))
      }),
    )
    expect(told.map(each => each.told)).toEqual(['unknown', 'unknown'])

    // and when the gate is asked, one was carried out and the other was not; told again, both are, once
    await usable()
    if (can.query)
      for (const [index, order] of orders.entries())
        expect(answerOf(await ask(lot, order))).toMatchObject({ found: index === 1 })
    if (!can.idempotent) return
    const again = []
    for (const order of orders) again.push(answerOf(await lot.grant(sendingOf(order))).outcome)
    expect(again).toEqual(['Applied', 'AlreadyApplied'])
    expect(await Promise.all(orders.map(order => executions(site(), order)))).toEqual([1, 1])
  }, 30_000)

  test('[PF2, RC5] behind a cable that loses what the gate says the link is not used any more, and the answer is asked for', async () => {
    // given a cable that goes silent towards us under an order
    const { lot, cable } = site()
    const order = await nextOrder(site(), keeps)
    cable.weather('dropDown')
    const silentMs = performance.now()
    const sent = lot.grant(sendingOf(order))
    await vi.waitFor(() => expect(lot.usable()).toBe(false), WAIT)
    expect(performance.now() - silentMs).toBeLessThan(SILENT_MS + 1_000)

    // when the cable is mended · then nobody says it was answered; a profile that looks first may know that it did not begin
    cable.weather('clear')
    cable.cut()
    expect((await sent).told).not.toBe('answered')
    await usable()

    // and the order, told again, is carried out once
    if (!can.idempotent) return
    answerOf(await lot.grant(sendingOf(order)))
    expect(await executions(site(), order)).toBe(1)
  }, 40_000)
}

function startsOf(site: () => Site, can: Capabilities, keeps: Keeps, usable: () => Promise<void>): void {
  test('[PF2] a gate that was killed holds what it answered, under the same epoch', async () => {
    const { lot } = site()
    const order = await nextOrder(site(), keeps)
    answerOf(await lot.grant(sendingOf(order)))
    const gateEpoch = lot.epoch()

    await site().restart()
    // The link may have to find out first that it is a new one.
    if (can.query)
      await vi.waitFor(async () => expect(answerOf(await ask(lot, order))).toMatchObject({ found: true }), WAIT)
    await usable()

    expect(lot.epoch()).toBe(gateEpoch)
    if (can.idempotent && can.query)
      expect(answerOf(await lot.grant(sendingOf(order)))).toMatchObject({ outcome: 'AlreadyApplied' })
  }, 40_000)

  test.runIf(keeps.epoch)(
    '[PF2] a gate that lost what it knew has another epoch, holds nothing and counts its facts from the first',
    async () => {
      const { lot } = site()
      const order = orderFor(nextPlate())
      answerOf(await lot.grant(sendingOf(order)))
      const gateEpoch = lot.epoch()

      await site().coldStart()
      await vi.waitFor(() => expect(lot.epoch()).not.toBe(gateEpoch), WAIT)
      await usable()
      await enter(site(), nextPlate())

      if (can.query) expect(answerOf(await ask(lot, order))).toMatchObject({ found: false, gateEpoch: lot.epoch() })
      const facts = answerOf(await lot.eventsSince(0, 24))
      expect(facts).toMatchObject({ gateEpoch: lot.epoch(), oldestSeq: 1, records: [{ kind: 'entered', gateSeq: 1 }] })
    },
    40_000,
  )
}
