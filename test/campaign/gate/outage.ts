import { setTimeout as wait } from 'node:timers/promises'
import { addMs } from '@pingting/contract'
import { until } from '../../support/room.ts'
import { type Campaign, Claims, rounded } from '../harness/campaign.ts'
import { siteOf } from './gate-site.ts'

const DRAINED_MS = 60_000
/** Every twentieth ends before the gate is back. */
const SHORT = 20
const ENDS_AFTER_MS = 2_000
/** After its end what has ended has two minutes of grace and ten to settle, and then is told (EX13). */
const TOLD_AFTER_MS = 13 * 60_000
/** Under way at once: so far may one overtake another. */
const IN_FLIGHT = 8

/** What gathers while a gate is away goes to it when it is back: once, in its order, and not what has ended meanwhile. */
export const outage: Campaign<{ orders: number }> = {
  name: 'outage',
  what: 'GT22, GT31, GT38: orders that gathered while the gate was away are carried out when it is back, once each, in the order of their grants; those that ended meanwhile are not, and each of them is told as expired. Eight hours of it are played in virtual time (test/unit/parking-bridge/outage.test.ts); here the calls, the encryption and the gate are real.',
  full: { orders: 2_000 },
  quick: { orders: 100 },
  async run({ orders }) {
    const site = siteOf('methods')
    const { house } = site
    try {
      await house.open()
      await until('the gate is reached', () => house.hub.lot.linkUsable)
      const cars = []
      for (let car = 0; car < orders; car += 1) cars.push(await house.enter())
      await house.gate.end('SIGKILL')
      await until('the bridge has noticed', () => !house.hub.lot.linkUsable)
      const ends = new Date(Date.now() + ENDS_AFTER_MS).toISOString()
      const granted = cars.map(({ plate, stayId, enteredAt }, n) => ({
        id: house.hub.grant(plate, stayId, enteredAt, n % SHORT === 0 ? { notAfter: ends } : {}),
        isShort: n % SHORT === 0,
      }))
      await wait(ENDS_AFTER_MS)
      await house.startGate()
      const ended = granted.filter(({ isShort }) => isShort).map(({ id }) => id)
      const due = granted.filter(({ isShort }) => !isShort).map(({ id }) => id)
      const [fromMs, isDrained] = [performance.now(), () => house.hub.statuses()['confirmed'] === due.length]
      await until('what gathered is delivered', isDrained, 2 * DRAINED_MS)
      const drainedMs = performance.now() - fromMs
      house.hub.runOut(addMs(ends, TOLD_AFTER_MS))
      const told = house.hub.toldExpired()
      const ran = [...(await site.ledgers()).at(-1)!.granted]
      const claims = new Claims()
      claims.inTime('ms from the return of the gate until all are confirmed', drainedMs, DRAINED_MS)
      claimRan(claims, ran, ended, due)
      claimTold(claims, told, ended, due)
      const seconds = rounded(drainedMs / 1_000)
      return {
        line: `${orders} orders gathered, ${ended.length} of them ended, ${told.length} told as expired: the rest confirmed ${seconds} s after the gate was back, in their order; 0 twice`,
        claims: claims.all,
        figures: {
          orders,
          delivered: ran.length,
          expired: ended.length,
          toldExpired: told.length,
          drainedSeconds: seconds,
        },
      }
    } finally {
      await house.close()
    }
  },
}

/** What is still good was carried out, once each and in its order, and nothing else. */
function claimRan(
  claims: Claims,
  ran: readonly (readonly [key: string, times: number])[],
  ended: readonly string[],
  due: readonly string[],
): void {
  const places = new Map(ran.map(([key], place) => [key, place]))
  claims.none(
    'orders carried out other than once',
    ran.filter(([, times]) => times !== 1),
  )
  claims.none(
    'orders that had ended and were carried out',
    ended.filter(id => places.has(id)),
  )
  claims.none(
    'orders that overtook more than those under way',
    due.filter((id, n) => Math.abs(places.get(id)! - n) >= IN_FLIGHT),
  )
}

/** What has ended is told, once each, and nothing else is. */
function claimTold(claims: Claims, told: readonly string[], ended: readonly string[], due: readonly string[]): void {
  const timesOf = (id: string): number => told.filter(each => each === id).length
  claims.none(
    'orders that had ended and were not told as expired, once',
    ended.filter(id => timesOf(id) !== 1),
  )
  claims.none(
    'orders told as expired that had not ended',
    due.filter(id => told.includes(id)),
  )
  claims.atLeast('expired orders that were told', told.length, ended.length)
}
