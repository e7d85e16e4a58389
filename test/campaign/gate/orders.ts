import { setTimeout as wait } from 'node:timers/promises'
import { randomOf } from '../../../server/living-hall/demo/random.ts'
import type { Car } from '../../edge/parking-bridge/house.ts'
import { until } from '../../support/room.ts'
import { type Campaign, Claims, quantile } from '../harness/campaign.ts'
import { GateSite } from './gate-site.ts'
import { befall, MISHAPS, type Mishap } from './mishaps.ts'

const HEALED_TIMEOUT_MS = 120_000
const MISHAP_MS = { min: 200, max: 2_500 }

/** Orders by the thousand through one profile, while the cable, the gate and the bridge fail in turn. */
const ordersThrough = (profile: string): Campaign<{ orders: number; wave: number }> => ({
  name: `orders-${profile}`,
  what: `G2, GT18, PF1: orders to a gate of the profile ${profile} while its cable is cut, slow or silent, calls and answers are lost, the gate dies or loses its ledger, and the bridge dies: each is carried out once, none is made up, and none stays in doubt.`,
  full: { orders: 10_000, wave: 100 },
  quick: { orders: 40, wave: 10 },
  async run({ orders, wave }, seed) {
    const random = randomOf(seed)
    const site = new GateSite(profile)
    try {
      await site.open()
      const healedMs: number[] = []
      const befallen = new Map<Mishap, number>()
      for (let sent = 0; sent < orders; sent += wave) {
        const mishap = MISHAPS[(sent / wave + seed) % MISHAPS.length]!
        befallen.set(mishap, (befallen.get(mishap) ?? 0) + 1)
        const cars = await arrive(site, wave)
        const suffering = wait(random.between(0, 300)).then(() =>
          befall(site, mishap, random.between(MISHAP_MS.min, MISHAP_MS.max)),
        )
        const granted = await claim(site, cars)
        await suffering
        const overMs = performance.now()
        await healed(site)
        healedMs.push(performance.now() - overMs)
        await held(site, granted)
        await leave(site, granted)
      }
      const claims = new Claims()
      const audited = await audit(site, orders, claims)
      const [p50, p99] = [quantile(healedMs, 0.5), quantile(healedMs, 0.99)]
      return {
        line: `${orders} orders through ${profile} under ${healedMs.length} mishaps: ${audited.doubled} carried out twice, ${audited.phantoms} made up, ${audited.missing} missing, ${audited.inDoubt} in doubt; ${audited.honoured} honoured; healed p50 ${p50} ms, p99 ${p99} ms`,
        claims: claims.all,
        figures: { ...audited, ...Object.fromEntries(befallen), healedP50Ms: p50, healedP99Ms: p99 },
      }
    } finally {
      await site.close()
    }
  },
})

export const ordersThroughMethods = ordersThrough('methods')
export const ordersThroughRegisters = ordersThrough('registers')

type Arrived = Awaited<ReturnType<GateSite['enter']>>

async function arrive(site: GateSite, tally: number): Promise<Arrived[]> {
  const cars: Arrived[] = []
  for (let n = 0; n < tally; n += 1) cars.push(await site.enter())
  return cars
}

/** One after the other, so that the mishap finds some of them on their way. */
async function claim(site: GateSite, cars: readonly Arrived[]): Promise<Car[]> {
  const granted: Car[] = []
  for (const { plate, stayId, enteredAt } of cars) {
    granted.push({ plate, stayId, exemptionId: site.hub.grant(plate, stayId, enteredAt) })
    await wait(5)
  }
  return granted
}

/** Nothing is on its way any more. */
const healed = (site: GateSite): Promise<void> =>
  until(
    'every order is settled',
    () => {
      const { confirmed: _, honoured: __, ...others } = site.hub.statuses()
      return Object.keys(others).length === 0 && site.hub.lot.linkUsable
    },
    HEALED_TIMEOUT_MS,
  )

/** A gate that lost its ledger is given what is open again, though the hub has it confirmed already. */
async function held(site: GateSite, cars: readonly Car[]): Promise<void> {
  for (const endMs = performance.now() + HEALED_TIMEOUT_MS; performance.now() < endMs; await wait(100)) {
    const ran = (await site.ledgers()).at(-1)!.granted
    if (cars.every(({ exemptionId }) => ran.has(exemptionId))) return
  }
  throw new Error('it never came to: the gate holds every order')
}

/** Each drives out with its exemption; a gate that lost its ledger has to see it come again first. */
async function leave(site: GateSite, cars: readonly Car[]): Promise<void> {
  for (const { plate } of cars) {
    const { status } = await site.gate.post('/cars/exit', { plate, pay: true })
    if (status < 400) continue
    await site.gate.post('/cars/enter', { plate, at: new Date(Date.now() - 3_600_000).toISOString() })
    await site.gate.post('/cars/exit', { plate, pay: true })
  }
  await until(
    'the hub has heard of every use',
    () => cars.every(({ exemptionId }) => site.hub.hall.exemptions.get(exemptionId)?.status === 'honoured'),
    HEALED_TIMEOUT_MS,
  )
}

async function audit(site: GateSite, orders: number, claims: Claims) {
  const ledgers = await site.ledgers()
  const known = site.hub.hall.exemptions
  const ran = new Set(ledgers.flatMap(({ granted }) => [...granted.keys()]))
  const doubled = ledgers.flatMap(({ granted }) => [...granted].filter(([, times]) => times !== 1))
  const uses = new Map<string, number>()
  for (const { used } of ledgers) for (const [key, times] of used) uses.set(key, (uses.get(key) ?? 0) + times)
  const phantoms = [...ran].filter(key => !known.has(key))
  const missing = [...known.keys()].filter(key => !ran.has(key))
  const inDoubt = [...known].filter(([, { unknown, frozen }]) => unknown || frozen)
  const honoured = [...known.values()].filter(({ status }) => status === 'honoured').length
  claims.none('orders carried out other than once in a ledger', doubled)
  claims.none(
    'orders used other than once in all ledgers',
    [...uses].filter(([, times]) => times !== 1),
  )
  claims.none('orders carried out that nobody granted', phantoms)
  claims.none('orders never carried out', missing)
  claims.none('orders in doubt or frozen after healing', inDoubt)
  claims.atLeast('orders honoured', honoured, orders)
  const tally = { doubled: doubled.length, phantoms: phantoms.length, missing: missing.length }
  return { orders: known.size, ledgers: ledgers.length, ...tally, inDoubt: inDoubt.length, honoured }
}
