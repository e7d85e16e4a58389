import { isRefusal, localTime, msOf } from '@pingting/contract'
import { idOf } from '../../server/src/hub/ids.ts'
import { Car } from './actors/car.ts'
import { Clerk } from './actors/clerk.ts'
import { Crank } from './actors/crank.ts'
import { counterIdsOf, hallCard, LOT_CARD, SEED } from './actors/hall-card.ts'
import { type DayPlan, FULL, planDay, type Size } from './actors/plan.ts'
import { Face } from './actors/screens.ts'
import type { Town } from './actors/town.ts'
import { visit } from './actors/visitor.ts'
import { BUSINESS_DAY } from './business-day.ts'
import { Disturber } from './doubles/disturber.ts'
import { House } from './doubles/house.ts'
import { HALL, LOT, type Site } from './doubles/site.ts'
import { Store } from './doubles/store/store.ts'
import { Witness } from './doubles/witness.ts'
import { chanceFor } from './engine/chance.ts'
import { Clockwork, Part } from './engine/clockwork.ts'
import { type FaultKind, Faults, weightsOf } from './engine/faults.ts'
import { Trace } from './engine/trace.ts'
import { evening, SETTLES_WITHIN_MS } from './evening.ts'
import type { Anchor, Evidence } from './evidence.ts'
import { atRest, brokenOff, inTheEnd } from './invariants/all.ts'
import { verdictsOf } from './invariants/reasons.ts'
import { NO_PLANT, type Plant } from './plants/plant.ts'

const START_MS = msOf(localTime(BUSINESS_DAY, '08:30'))
const FAULTS_UNTIL_MS = 95 * 60_000
/** Hashing a whole day costs as much as playing it; the links of the chain are checked every day. */
const HASHES_EVERY = 10
/** What is under way when a day is looked at has reached everybody after so long. */
const QUIET_MS = 2_000

export interface Setting {
  seed: number
  size: Size
  /** 1 is the usual weather; 0 is none. */
  scale: number
  plant: Plant
  levelShift: number
  keepTrace: boolean
}

export interface Day {
  setting: Setting
  violations: string[]
  digest: string
  events: number
  commits: number
  tally: Record<FaultKind, number>
  /** How many of them from the last exits to the lapse of the ratings. */
  inTheEvening: number
  /** How many of the strikes at c15 cut off a repair. */
  inRepair: number
  trace: readonly string[]
  /** Exemption by exemption, what became of parking: for a day whose levels were shifted. */
  grants: string
  /** How often free parking was granted, and withheld for each reason. */
  verdicts: Record<string, number>
}

export const settingOf = (seed: number, over: Partial<Setting> = {}): Setting => ({
  ...{ seed, size: FULL, scale: 1, plant: NO_PLANT, levelShift: 0, keepTrace: false },
  ...over,
})

/** One day of a hall: morning and evening with faults, ten minutes without after each, and what can be said of it then. */
export async function playDay(setting: Setting): Promise<Day> {
  const { seed, size, plant, levelShift } = setting
  const clock = new Clockwork(START_MS)
  const trace = new Trace(setting.keepTrace)
  const faults = new Faults(seed, weightsOf(seed, setting.scale), kind => trace.add(clock.wallMs, `fault ${kind}`))
  const witness = new Witness((stream, commandId) => store.find(stream, commandId) !== undefined)
  const kill = (part: Part): void => {
    if (!part.alive) return
    part.alive = false
    house.died(part)
  }
  const site: Site = { seed, clock, faults, trace, witness, plant, world: new Part('world'), kill }
  const store = new Store(site)
  plant.store?.(store)
  const house = new House(site, store)
  const run = new Run(site, store, house, size, levelShift)
  const found: string[] = []
  let grants = ''
  let byEvening = 0
  let verdicts = {}
  try {
    await run.found()
    await run.morning(planDay(seed, size))
    const isBroken = witness.found.length > 0
    if (!isBroken) found.push(...atRest(await run.evidence(false)))
    byEvening = faults.total
    if (!isBroken) await evening(site, house, run.town, run.disturber)
    plant.atNight?.(store)
    const evidence = await run.evidence(seed % HASHES_EVERY === 0)
    found.push(...(isBroken ? brokenOff(evidence) : [...atRest(evidence), ...inTheEnd(evidence)]))
    grants = grantsIn(evidence)
    verdicts = verdictsOf(evidence.hall)
  } catch (error) {
    found.push(`SM the day broke down: ${error instanceof Error ? error.message : error}`)
  }
  return {
    ...{ setting, violations: [...new Set([...witness.found, ...found])], digest: trace.digest() },
    ...{ events: clock.tally, tally: faults.tally, inTheEvening: faults.total - byEvening, inRepair: faults.inRepair },
    trace: trace.lines,
    commits: store.commitsOf(HALL).length + store.commitsOf(LOT).length,
    ...{ grants, verdicts },
  }
}

class Run {
  readonly town: Town
  readonly faces: Face[] = []
  disturber!: Disturber
  readonly #anchors: Anchor[] = []
  readonly #site: Site
  readonly #store: Store
  readonly #house: House

  constructor(site: Site, store: Store, house: House, size: Size, levelShift: number) {
    this.#site = site
    this.#store = store
    this.#house = house
    const { gate, choose } = house
    const random = chanceFor(site.seed, 'people')
    const rest = { isLookedAt: false, late: [], levelShift }
    this.town = { site, size, gate, random, choose, visits: new Map(), outstanding: 0, ...rest }
  }

  /** Nothing goes wrong before there is a hall. */
  async found(): Promise<void> {
    const { clock, faults } = this.#site
    faults.calm = true
    const founding = this.#found()
    await clock.pass(5_000)
    await founding
    faults.calm = false
  }

  async #found(): Promise<void> {
    const { hub } = await this.#house.startHub()
    for (const [stream, command] of [
      [HALL, { type: 'hall.open', hall: hallCard(this.town.size.counters) }],
      [LOT, { type: 'lot.open', lot: LOT_CARD }],
    ] as const) {
      const outcome = await hub.submit(stream, { ...command, commandId: idOf('seed', stream) }, SEED)
      if (isRefusal(outcome)) throw new Error(`the hall was not founded: ${outcome.refused}`)
    }
    this.#house.startBridge()
    const counters = counterIdsOf(this.town.size.counters)
    for (const audience of ['public', 'floor', 'parking', ...counters.map(id => `counter:${id}`)])
      this.#look(HALL, audience)
    this.#look(LOT, 'parking')
  }

  #look(stream: typeof HALL, audience: string): void {
    this.faces.push(new Face(this.town, stream, audience))
  }

  /** @throws when somebody in the hall waits for ever. */
  async morning({ visits, decoys }: DayPlan): Promise<void> {
    const { clock } = this.#site
    const { town } = this
    this.disturber = new Disturber(this.#site, this.#house)
    for (const plan of decoys) void this.#decoy(new Car(town, plan))
    town.outstanding = visits.length
    for (const plan of visits) void visit(town, plan, ticketId => this.#look(HALL, `ticket:${ticketId}`))
    for (const counterId of counterIdsOf(town.size.counters)) void new Clerk(town, counterId).work()
    void new Crank(town, this.faces).wander()
    const { found } = this.#site.witness
    await clock.pass(FAULTS_UNTIL_MS, () => town.outstanding === 0 || found.length > 0)
    this.#site.faults.calm = found.length > 0
    if (found.length > 0) return
    void this.disturber.calm()
    await clock.pass(SETTLES_WITHIN_MS)
    if (town.outstanding > 0)
      this.#site.witness.see(`I-16 ${town.outstanding} people have not been answered in ten minutes without faults`)
  }

  async #decoy(car: Car): Promise<void> {
    await car.enter()
    await this.#site.clock.wait(this.#site.world, 3_000_000)
    await car.leave()
  }

  async evidence(checksHashes: boolean): Promise<Evidence> {
    this.town.isLookedAt = true
    await this.#site.clock.pass(QUIET_MS)
    const reading = this.#read(checksHashes)
    // A reading that fails is told when it is waited for.
    reading.catch(() => undefined)
    await this.#site.clock.pass(200)
    this.town.isLookedAt = false
    return reading
  }

  async #read(checksHashes: boolean): Promise<Evidence> {
    const hub = this.#house.choose()
    if (hub === undefined) throw new Error('no hub serves at the end of the day')
    const history = await hub.history(this.#site.witness, checksHashes)
    const anchors = [...this.#anchors]
    for (const head of [history.hall.at(-1), history.lot.at(-1)]) if (head !== undefined) this.#anchors.push(head)
    return {
      ...history,
      ...{
        ...{ seed: this.#site.seed, anchors },
        store: this.#store,
        witness: this.#site.witness,
        gate: this.#house.gate,
        faces: this.faces,
      },
      hallState: hub.hub.stream('hall', 'h1')!.peek(),
      lotState: hub.hub.stream('lot', 'east')!.peek(),
      fresh: (stream, audience) => hub.screenOf(stream, audience),
    }
  }
}

function grantsIn({ hall }: Evidence): string {
  const events = hall.flatMap(commit => commit.events)
  return events
    .flatMap(event => (event.type === 'exemption.granted' ? `${event.ticketId} ${event.plate} ${event.at}` : []))
    .join('\n')
}
