import type { Event } from '@pingting/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fold, type Order, type Orders, ordersIn } from '../../parking-bridge/src/delivery/orders.ts'
import { CARD, type Step, sentOf, step, wait } from './day.ts'
import { Floor, HALL, LOT } from './floor.ts'

const LOT_ID = 'east'
const ROOM = `bridge:${LOT_ID}`

/** A restored house has another epoch, and every bridge comes fresh then. */
const anything = step.filter(({ verb }) => verb !== 'restoreLot' && verb !== 'restoreHall')
/** What becomes of an order, of which the days of a hall alone see little. */
const ofOrder = fc.record({
  verb: fc.constantFrom<Step['verb'][]>('confirm', 'refuse', 'doubt', 'freeze', 'revoke', 'propose', 'approve'),
  ...{ one: fc.nat(2), other: fc.nat(209) },
})
const writtenOff = fc
  .nat(2)
  .map(one => (['propose', 'approve', 'revoke'] as const).map(verb => ({ verb, one, other: 0 })))
const rounds = fc.array(
  fc.record({
    together: fc.oneof(
      { weight: 8, arbitrary: fc.array(anything, { minLength: 1, maxLength: 4 }) },
      { weight: 2, arbitrary: fc.array(ofOrder, { minLength: 1, maxLength: 2 }) },
      { weight: 1, arbitrary: writtenOff },
    ) as fc.Arbitrary<Step[]>,
    wait: fc.option(wait, { freq: 2 }),
  }),
  { maxLength: 100, size: 'max' },
)

/** Three visitors whose cars are inside are served and rate: so many orders there are to begin with. */
function earn(floor: Floor): void {
  const act = (verb: Step['verb'], one: number, other: number) => floor.send(sentOf(floor, { verb, one, other }))
  for (const [car, told] of [
    [1, 4],
    [2, 2],
    [3, 6],
  ] as const) {
    act('enter', car, 1)
    act('take', 2, told)
    const [ticketId] = [...floor.hall.tickets.tickets.keys()].slice(-1)
    while (floor.hall.tickets.tickets.get(ticketId!)!.place.status !== 'completed') {
      act('serve', 0, 0)
      floor.pass(30_000)
    }
    act('ratePhone', 4, floor.hall.tickets.tickets.size - 1)
  }
}

const sorted = (orders: Iterable<Order>): Order[] =>
  [...orders].sort((a, b) => (a.exemptionId < b.exemptionId ? -1 : 1))

/** A bridge that was there from the first day on and heard every envelope of both its rooms. */
class Follower {
  readonly orders: Orders
  #lease: { bridgeEpoch?: number | undefined; gateEpoch?: string | undefined }
  readonly #floor: Floor

  constructor(floor: Floor) {
    this.#floor = floor
    this.orders = new Map(ordersIn(floor.fresh(HALL, ROOM), HALL, LOT_ID).map(order => [order.exemptionId, order]))
    this.#lease = this.#freshLease()
    floor.overhear(HALL, ROOM, events => {
      for (const event of events) fold(this.orders, HALL, LOT_ID, event)
    })
    floor.overhear(LOT, 'bridge', events => {
      for (const event of events) {
        if (event.type === 'lot.leased') this.#lease.bridgeEpoch = event.bridgeEpoch
        if (event.type === 'lot.gateReset') this.#lease.gateEpoch = event.gateEpoch
      }
    })
  }

  /** Beside what one that comes now would begin with. */
  compare(): void {
    expect(sorted(this.orders.values())).toEqual(sorted(ordersIn(this.#floor.fresh(HALL, ROOM), HALL, LOT_ID)))
    expect(this.#lease).toEqual(this.#freshLease())
  }

  #freshLease() {
    const { bridgeEpoch, gateEpoch } = this.#floor.fresh(LOT, 'bridge').lot ?? {}
    return { bridgeEpoch, gateEpoch }
  }
}

test('[AU8, AU20] a bridge that has followed every envelope has the orders, and knows the lease, that one that comes fresh is shown', () => {
  const met = new Set<Event['type']>()
  const open = new Set<string>()
  fc.assert(
    fc.property(rounds, days => {
      const floor = new Floor(CARD)
      const follower = new Follower(floor)
      earn(floor)
      expect(follower.orders.size).toBe(3)
      for (const { together, wait: pause } of days) {
        floor.send(together.flatMap(one => sentOf(floor, one)))
        follower.compare()
        for (const { status, unknown, frozen, revoking } of follower.orders.values())
          open.add([status, unknown && 'unknown', frozen && 'frozen', revoking && 'revoking'].filter(Boolean).join(' '))
        if (pause === null) continue
        floor.pass(pause(floor))
        follower.compare()
      }
      for (const { events } of floor.commits) for (const { type } of events) met.add(type)
    }),
    { numRuns: 100, verbose: 1 },
  )
  // Days on which nothing is ordered would agree with anything.
  const ends = ['refused', 'revoked', 'honoured', 'expired', 'writtenOff'].map(end => `exemption.${end}`)
  expect([...met]).toEqual(expect.arrayContaining(['lot.leased', 'lot.gateReset', ...ends]))
  expect([...open]).toEqual(expect.arrayContaining(['granted', 'granted unknown', 'granted frozen', 'confirmed']))
}, 300_000)
