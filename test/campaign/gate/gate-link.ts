import { setTimeout as wait } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type OpcuaSite, openOpcuaSite } from '../../edge/lot-contract/opcua-site.ts'
import { until } from '../../support/room.ts'
import { type Campaign, Claims, quantile, rounded } from '../harness/campaign.ts'

const CAME_BACK_MS = 30_000
/** A session that was cut off lives on at the gate for ten seconds, and a gate has only so many. */
const BETWEEN_CUTS_MS = 1_000
const LOOK_MS = 10
/** Some publishings. */
const SETTLED_MS = 100
/** The first ones fill what is kept for good: trust, tables, the young generation. */
const WARMED_SHARE = 0.2
const [NOTIFIED_MS, BACK_MS, GROWTH_KB] = [30, 1_500, 20]

/** How quickly the port of a bridge hears of a gate, how soon it reads again after a cut, and what a cut leaves behind. */
export const gateLink: Campaign<{ cuts: number; cars: number }> = {
  name: 'gate-link',
  what: 'GT11, GT32: the encrypted link to a gate: from an entry there to the hint here, from a cut of the cable to the first good read, and what the process holds after each reconnect.',
  full: { cuts: 500, cars: 200 },
  quick: { cuts: 6, cars: 10 },
  async run({ cuts, cars }) {
    const site = await openOpcuaSite('methods')
    try {
      await until('the gate is reached', () => site.lot.usable(), CAME_BACK_MS)
      const notifiedMs = await hints(site, cars)
      const backMs: number[] = []
      let warmed = held()
      for (let cut = 0; cut < cuts; cut += 1) {
        if (cut === Math.ceil(cuts * WARMED_SHARE)) warmed = held()
        backMs.push(await cutOnce(site))
      }
      const last = held()
      const counted = cuts - Math.ceil(cuts * WARMED_SHARE)
      const growthKb = rounded((last.heapBytes - warmed.heapBytes) / 1_024 / counted)
      const claims = new Claims()
      claims.inTime('ms from an entry at the gate to the hint, p50', quantile(notifiedMs, 0.5), NOTIFIED_MS)
      claims.inTime('ms from a cut to the first good read, p99', quantile(backMs, 0.99), BACK_MS)
      claims.inTime(`kB of heap more for each reconnect`, growthKb, GROWTH_KB)
      claims.atMost('sockets and timers more than before', last.resources - warmed.resources, 4)
      const figures = {
        ...{ notifiedP50Ms: quantile(notifiedMs, 0.5), notifiedP99Ms: quantile(notifiedMs, 0.99) },
        ...{ backP50Ms: quantile(backMs, 0.5), backP99Ms: quantile(backMs, 0.99), growthKb },
        ...{ heapMb: rounded(last.heapBytes / 2 ** 20), resources: last.resources },
      }
      return {
        line: `${cars} entries heard of after p50 ${figures.notifiedP50Ms} ms, p99 ${figures.notifiedP99Ms} ms; ${cuts} cuts: read again after p50 ${figures.backP50Ms} ms, p99 ${figures.backP99Ms} ms, ${growthKb} kB of heap more for each`,
        claims: claims.all,
        figures,
      }
    } finally {
      await site.close()
    }
  },
}

/** From the moment the world asks for a car to come: the gate writes it down first, and publishes every 50 ms. */
async function hints(site: OpcuaSite, cars: number): Promise<number[]> {
  const taken: number[] = []
  let heard: () => void = () => undefined
  site.lot.onHint(hint => {
    if (hint === 'facts') heard()
  })
  for (let car = 0; car < cars; car += 1) {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    heard = resolve
    const never = setTimeout(() => reject(new Error(`car ${car} was never heard of`)), CAME_BACK_MS)
    const askedMs = performance.now()
    const plate = `鲁F${10_000 + car}`
    await site.world.post('/cars/enter', { plate })
    await promise
    taken.push(performance.now() - askedMs)
    clearTimeout(never)
    // It leaves, since the car park is not as large, and that is heard of too before the next one comes.
    await site.world.post('/cars/exit', { plate, pay: true })
    await wait(2 * SETTLED_MS)
    // Not always at the same place between two publishings.
    await wait(60 + (car % 50))
  }
  return taken
}

async function cutOnce({ lot, cable }: OpcuaSite): Promise<number> {
  const cutMs = performance.now()
  cable.cut()
  while ((await lot.eventsSince(0, 1)).told !== 'answered') {
    if (performance.now() - cutMs > CAME_BACK_MS) throw new Error('the gate was never read again')
    await wait(LOOK_MS)
  }
  const backMs = performance.now() - cutMs
  await wait(BETWEEN_CUTS_MS)
  return backMs
}

function held(): { heapBytes: number; resources: number } {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return { heapBytes: process.memoryUsage().heapUsed, resources: process.getActiveResourcesInfo().length }
}
