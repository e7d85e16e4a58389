import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Capabilities } from '../../../parking-bridge/src/lot/port.ts'
import { answerOf, ask, enter, executions, nextPlate, orderFor, revocationOf, sendingOf } from './orders.ts'
import type { Site } from './site.ts'

const WAIT = { timeout: 20_000, interval: 20 }
const OPEN_MS = 60_000
/** A link that hears nothing is not used after this. */
const SILENT_MS = 3_000

/**
 * What every profile keeps, whatever stands behind it: the bridge relies on this and on nothing else.
 * @param can what the profile says of itself; what it cannot is not asked of it
 */
export function lotContract(name: string, open: () => Promise<Site>, can: Capabilities): void {
  describe(`a lot behind ${name}`, () => {
    let site: Site
    const usable = () => vi.waitFor(() => expect(site.lot.usable()).toBe(true), WAIT)
    beforeAll(async () => {
      site = await open()
      await usable()
    }, OPEN_MS)
    afterAll(() => site?.close(), OPEN_MS)

    ordersOf(() => site, can)
    questionsOf(() => site, can)
    factsOf(() => site)
    lossesOf(() => site, can, usable)
    startsOf(() => site, can, usable)
  })
}

function ordersOf(site: () => Site, can: Capabilities): void {
  test('[PF1] says what it can', () => {
    expect(site().lot.capabilities).toEqual(can)
    expect(site().lot.epoch()).toMatch(/./)
  })

  test.runIf(can.idempotent)('[PF1] carries an order out once, however often it is told', async () => {
    // given an order of the hub · when it is told twice, with another deadline
    const order = orderFor(nextPlate())
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
    const order = orderFor(nextPlate())
    answerOf(await site().lot.grant(sendingOf(order)))

    const other = sendingOf({ ...order, freeMinutes: 240 })
    const told = answerOf(await site().lot.grant(other))

    expect(told.outcome).toBe('Conflict')
    expect(told.storedHash).not.toBe(other.requestHash)
    expect(await executions(site(), order)).toBe(1)
  })

  test('[PF1] tells why it rejects an order', async () => {
    const plate = nextPlate()
    await enter(site(), plate)
    await site().world.post('/cars/exit', { plate, pay: true })
    const gone = answerOf(await site().lot.grant(sendingOf(orderFor(plate))))
    const late = answerOf(await site().lot.grant(sendingOf(orderFor(nextPlate()), { deadlineMs: -1_000 })))

    expect([gone.outcome, gone.reason]).toEqual(['Rejected', 'ALREADY_LEFT'])
    expect([late.outcome, late.reason]).toEqual(['Rejected', 'DEADLINE_PASSED'])
  })

  test.runIf(can.revoke)('[PF1] takes an order back, once, and never one that was used', async () => {
    const { lot } = site()
    const [order, unknown, used] = [orderFor(nextPlate()), orderFor(nextPlate()), orderFor(nextPlate())]
    answerOf(await lot.grant(sendingOf(order)))
    await enter(site(), used.plate)
    answerOf(await lot.grant(sendingOf(used)))
    await site().world.post('/cars/exit', { plate: used.plate, pay: true })

    const outcomes = []
    for (const each of [order, order, used, unknown])
      outcomes.push(answerOf(await lot.revoke(revocationOf(each))).outcome)

    expect(outcomes).toEqual(['Revoked', 'AlreadyRevoked', 'AlreadyConsumed', 'NotFound'])
    // What was taken back before it came is not revived by coming late.
    expect(answerOf(await lot.grant(sendingOf(unknown)))).toMatchObject({ outcome: 'Rejected' })
  })
}

function questionsOf(site: () => Site, can: Capabilities): void {
  test.runIf(can.query)('[PF1] answers what became of a key, and whether it holds our order under it', async () => {
    // given an order of each fate
    const { lot } = site()
    const [waiting, bound, used, back, never] = Array.from({ length: 5 }, () => orderFor(nextPlate()))
    for (const order of [bound!, used!]) await enter(site(), order.plate)
    for (const order of [waiting!, bound!, used!, back!]) answerOf(await lot.grant(sendingOf(order)))
    await site().world.post('/cars/exit', { plate: used!.plate, pay: true })
    if (can.revoke) answerOf(await lot.revoke(revocationOf(back!)))

    // when each is asked about · then it is told as it is
    const gateEpoch = lot.epoch()
    const expectState = async (order: typeof waiting, state: string) =>
      expect(answerOf(await ask(lot, order!))).toMatchObject({
        ...{ found: true, state, storedHash: sendingOf(order!).requestHash, gateEpoch },
      })
    await expectState(waiting, 'Pending')
    await expectState(bound, 'Active')
    await expectState(used, 'Consumed')
    if (can.revoke) await expectState(back, 'Revoked')
    expect(answerOf(await ask(lot, never!))).toEqual({ found: false, gateEpoch })

    // and another order than the one it holds is not told as held
    const other = { ...waiting!, freeMinutes: 240 }
    const answer = answerOf(await ask(lot, other))
    expect(answer).toMatchObject({ found: true })
    expect(answer).not.toMatchObject({ storedHash: sendingOf(other).requestHash })
  })
}

function factsOf(site: () => Site): void {
  test('[PF1] tells facts by their numbers, without a gap, from any number on', async () => {
    // given a car that comes, is let off and leaves
    const { lot, world } = site()
    const before = ((await world.get('/state')) as { eventSeq: number }).eventSeq
    const order = orderFor(nextPlate())
    const stayId = await enter(site(), order.plate)
    answerOf(await lot.grant(sendingOf(order)))
    await world.post('/cars/exit', { plate: order.plate, pay: true })

    // when they are asked for a few at a time
    const records = []
    for (let seq = before; ; ) {
      const { records: some, oldestSeq } = answerOf(await lot.eventsSince(seq, 2))
      expect(oldestSeq).toBeLessThanOrEqual(seq + 1)
      if (some.length === 0) break
      records.push(...some)
      seq = some.at(-1)!.gateSeq
    }

    // then entry, use and exit are there, with what was waived
    const fees = { feeBeforeFen: 400, feeWaivedFen: 400, feeAfterFen: 0 }
    expect(records.map(({ gateSeq }) => gateSeq)).toEqual(records.map((_, index) => before + index + 1))
    expect(records).toMatchObject([
      { kind: 'entered', stayId, plate: order.plate, carClass: 'casual' },
      { kind: 'honoured', stayId, exemptionId: order.key, minutesApplied: 120, ...fees },
      { kind: 'exited', stayId, minutes: 120, ...fees },
    ])
  })
}

function lossesOf(site: () => Site, can: Capabilities, usable: () => Promise<void>): void {
  test('[PF2] a request that was lost and an answer that was lost look alike, and neither is failed', async () => {
    // given a gate that does not hear the next order, and does not answer the one after it
    const { lot, world } = site()
    const orders = [orderFor(nextPlate()), orderFor(nextPlate())]
    await world.post('/switches', { dropRequests: 1, dropAnswers: 1 })

    // when both are sent · then nobody knows
    const told = await Promise.all(orders.map(order => lot.grant(sendingOf(order))))
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

  test('[PF2] behind a cable that loses what the gate says the link is not used any more, and the answer is asked for', async () => {
    // given a cable that goes silent towards us under an order
    const { lot, cable } = site()
    const order = orderFor(nextPlate())
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

function startsOf(site: () => Site, can: Capabilities, usable: () => Promise<void>): void {
  test('[PF2] a gate that was killed holds what it answered, under the same epoch', async () => {
    const { lot } = site()
    const order = orderFor(nextPlate())
    answerOf(await lot.grant(sendingOf(order)))
    const gateEpoch = lot.epoch()

    await site().restart()
    await vi.waitFor(() => expect(lot.usable()).toBe(false), WAIT)
    await usable()

    expect(lot.epoch()).toBe(gateEpoch)
    if (can.query) expect(answerOf(await ask(lot, order))).toMatchObject({ found: true })
    if (can.idempotent) expect(answerOf(await lot.grant(sendingOf(order)))).toMatchObject({ outcome: 'AlreadyApplied' })
  }, 40_000)

  test('[PF2] a gate that lost what it knew has another epoch, holds nothing and counts its facts from the first', async () => {
    const { lot } = site()
    const order = orderFor(nextPlate())
    answerOf(await lot.grant(sendingOf(order)))
    const gateEpoch = lot.epoch()

    await site().coldStart()
    await vi.waitFor(() => expect(lot.epoch()).not.toBe(gateEpoch), WAIT)
    await usable()
    await enter(site(), nextPlate())

    if (can.query) expect(answerOf(await ask(lot, order))).toEqual({ found: false, gateEpoch: lot.epoch() })
    const facts = answerOf(await lot.eventsSince(0, 24))
    expect(facts).toMatchObject({ gateEpoch: lot.epoch(), oldestSeq: 1, records: [{ kind: 'entered', gateSeq: 1 }] })
  }, 40_000)
}
