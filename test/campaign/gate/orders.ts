import { setTimeout as wait } from 'node:timers/promises'
import { type Random, randomOf } from '../../../server/living-hall/demo/random.ts'
import { exemptionRowsForOperator } from '../../../server/src/exemptions/view.ts'
import type { Car } from '../../edge/parking-bridge/house.ts'
import { until } from '../../support/room.ts'
import { type Campaign, Claims, quantile } from '../harness/campaign.ts'
import { doubtsBeside } from './doubts.ts'
import { type Profile, type Site, siteOf } from './gate-site.ts'
import { AT_A_PLATFORM, befall, besides, MISHAPS, type Mishap } from './mishaps.ts'

const HEALED_TIMEOUT_MS = 120_000
/** A lost answer is given up after 5 s; what can be asked about is asked then. */
const SURE_MS = 12_000
const GIVEN_UP_MS = 6_500
const MISHAP_MS = { min: 200, max: 2_500 }

type Counts = {
  orders: number
  wave: number
}

/** Orders by the thousand through one profile, while the cable, the gate and the bridge fail in turn. */
const ordersThrough = (profile: Profile, what: string, mishaps: readonly Mishap[]): Campaign<Counts> => ({
  name: `orders-${profile}`,
  what,
  full: { orders: 10_000, wave: 100 },
  quick: { orders: 40, wave: 10 },
  async run({ orders, wave }, seed) {
    const random = randomOf(seed)
    const site = siteOf(profile)
    const [doubts, unlisted, misled] = [new Set<string>(), [] as string[], [] as string[]]
    try {
      await site.house.open()
      const healedMs: number[] = []
      const [befallen, together] = [new Map<Mishap, number>(), new Map<string, number>()]
      for (let sent = 0; sent < orders; sent += wave) {
        const mishap = mishaps[(sent / wave + seed) % mishaps.length]!
        const struck = strokes(mishap, mishaps, random)
        const names = struck.map(one => one.mishap)
        if (names.length > 1) count(together, names.toSorted().join('+'))
        for (const name of names) count(befallen, name)
        const cars = await arrive(site, wave)
        const suffering = Promise.all(struck.map(one => strike(site, one, wave)))
        const granted = await claim(site, cars)
        await suffering
        const overMs = performance.now()
        const told = await healed(site, profile === 'plain-coupons' ? GIVEN_UP_MS : SURE_MS)
        for (const id of told.doubts) doubts.add(id)
        unlisted.push(...told.unlisted)
        misled.push(...told.misled)
        healedMs.push(performance.now() - overMs)
        await held(site, granted)
        await leave(site, granted)
      }
      const claims = new Claims()
      claims.none('orders nobody knows of that are not on the operator’s list of doubts', unlisted)
      claims.none('orders on that list of which it is known what became of them', misled)
      const pairs = [...together.values()].reduce((sum, times) => sum + times, 0)
      const audited = await audit(site, orders, claims)
      const [p50, p99] = [quantile(healedMs, 0.5), quantile(healedMs, 0.99)]
      return {
        line: `${orders} orders through ${profile} under ${healedMs.length} mishaps, ${pairs} of them with another at once: ${audited.doubled} carried out twice, ${audited.phantoms} made up, ${audited.missing} missing, ${audited.inDoubt} in doubt; ${audited.honoured} honoured, ${doubts.size} of them after a person had looked; healed p50 ${p50} ms, p99 ${p99} ms (seed ${seed})`,
        claims: claims.all,
        figures: {
          ...audited,
          settledByPerson: doubts.size,
          together: pairs,
          ...Object.fromEntries([...befallen, ...together]),
          healedP50Ms: p50,
          healedP99Ms: p99,
        },
      }
    } finally {
      await site.house.close()
    }
  },
})

const count = <Key>(tallies: Map<Key, number>, key: Key): unknown => tallies.set(key, (tallies.get(key) ?? 0) + 1)

const opcuaWhat = (profile: Profile): string =>
  `G2, GT18, PF1: orders to a gate of the profile ${profile} while its cable is cut, slow or silent, calls and answers are lost, the gate dies or loses its ledger, and the bridge dies: each is carried out once, none is made up, and none stays in doubt.`
export const ordersThroughMethods = ordersThrough('methods', opcuaWhat('methods'), MISHAPS)
export const ordersThroughRegisters = ordersThrough('registers', opcuaWhat('registers'), MISHAPS)
export const ordersThroughCoupons = ordersThrough(
  'coupons',
  'PF13, PF15, PF20: orders to a platform that knows a coupon by its serial and can be asked, while its cable is cut, slow or silent, questions and answers are lost, and platform or bridge die: each is given once, none is made up, and none stays in doubt.',
  AT_A_PLATFORM,
)
export const ordersThroughPlainCoupons = ordersThrough(
  'plain-coupons',
  'PF20, GT34, GT35: the same to a platform that gives the same coupon twice and cannot be asked: none is given twice, and each that nobody can be sure of stands on the list of doubts until a person has looked at the platform.',
  AT_A_PLATFORM,
)

interface Stroke {
  mishap: Mishap
  /** Of the time in which a wave is on its way. */
  share: number
  forMs: number
}

/** Troubles seldom come singly: half of them have another at once. */
function strokes(mishap: Mishap, all: readonly Mishap[], random: Random): Stroke[] {
  const others = random.chance(0.5) ? [random.pick(besides(mishap, all).map(one => [one, 1] as const))] : []
  return [mishap, ...others].map(one => ({
    ...{ mishap: one, share: random.next(), forMs: random.between(MISHAP_MS.min, MISHAP_MS.max) },
  }))
}

async function strike(site: Site, { mishap, share, forMs }: Stroke, wave: number): Promise<void> {
  await wait(3 * wave * share)
  await befall(site, mishap, forMs)
}

type Arrived = Awaited<ReturnType<Site['house']['enter']>>

async function arrive(site: Site, tally: number): Promise<Arrived[]> {
  const cars: Arrived[] = []
  for (let n = 0; n < tally; n += 1) cars.push(await site.house.enter())
  return cars
}

/** One after the other, so that the mishap finds some of them on their way. */
async function claim(site: Site, cars: readonly Arrived[]): Promise<Car[]> {
  const granted: Car[] = []
  for (const { plate, stayId, enteredAt } of cars) {
    granted.push({ plate, stayId, exemptionId: site.house.hub.grant(plate, stayId, enteredAt) })
    await wait(5)
  }
  return granted
}

/** Of a doubt the operator hears what the platform's own people see. */
async function healed(site: Site, sureMs: number): Promise<ReturnType<typeof doubtsBeside>> {
  const { hub } = site.house
  const isQuiet = (): boolean => {
    const { confirmed: _, honoured: __, 'granted unknown': ___, ...others } = hub.statuses()
    return Object.keys(others).length === 0 && hub.lot.linkUsable
  }
  await until('every order is settled, or in doubt', isQuiet, HEALED_TIMEOUT_MS)
  // A capable profile asks by itself, and is given the time.
  await until('nothing is in doubt', () => hub.statuses()['granted unknown'] === undefined, sureMs).catch(() => {})
  const told = doubtsBeside(hub.hallEvents(), exemptionRowsForOperator(hub.hall))
  const { doubts } = told
  const ran = doubts.length === 0 ? undefined : (await site.ledgers()).at(-1)!.granted
  for (const id of doubts) hub.settle(id, ran!.has(id))
  const isSettled = (): boolean => isQuiet() && hub.statuses()['granted unknown'] === undefined
  await until('every order is settled', isSettled, HEALED_TIMEOUT_MS)
  return told
}

/** A gate that lost its ledger is given what is open again, though the hub has it confirmed already. */
async function held(site: Site, cars: readonly Car[]): Promise<void> {
  for (const endMs = performance.now() + HEALED_TIMEOUT_MS; performance.now() < endMs; await wait(100)) {
    const ran = (await site.ledgers()).at(-1)!.granted
    if (cars.every(({ exemptionId }) => ran.has(exemptionId))) return
  }
  throw new Error('it never came to: the gate holds every order')
}

/** Each drives out with its exemption; a gate that lost its ledger has to see it come again first. */
async function leave(site: Site, cars: readonly Car[]): Promise<void> {
  for (const { plate } of cars) {
    const { status } = await site.house.gate.post('/cars/exit', { plate, pay: true })
    if (status < 400) continue
    await site.house.gate.post('/cars/enter', { plate, at: new Date(Date.now() - 3_600_000).toISOString() })
    await site.house.gate.post('/cars/exit', { plate, pay: true })
  }
  await until(
    'the hub has heard of every use',
    () => cars.every(({ exemptionId }) => site.house.hub.hall.exemptions.get(exemptionId)?.status === 'honoured'),
    HEALED_TIMEOUT_MS,
  )
}

async function audit(site: Site, orders: number, claims: Claims) {
  const ledgers = await site.ledgers()
  const known = site.house.hub.hall.exemptions
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
