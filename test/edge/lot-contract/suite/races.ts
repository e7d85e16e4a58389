import type { GateRecord } from '@pingting/contract'
import { expect, test, vi } from 'vitest'
import type { Capabilities, GrantAnswer, Lot, Told } from '../../../../parking-bridge/src/lot/port.ts'
import { answerOf, enter, executions, nextPlate, orderFor, revocationOf, sendingOf } from '../orders.ts'
import type { Site } from '../site.ts'
import type { Keeps } from './keeps.ts'

const WAIT = { timeout: 20_000, interval: 20 }
const HOUR_MS = 3_600_000

interface Used {
  type: string
  stayId: string
  grantKey: string
  minutesApplied: number
}

/** What a car park was asked, in the order of the race. */
class Race {
  readonly site: Site
  readonly can: Capabilities
  readonly keeps: Keeps
  readonly plate = nextPlate()

  constructor(site: Site, can: Capabilities, keeps: Keeps) {
    this.site = site
    this.can = can
    this.keeps = keeps
  }

  get lot(): Lot {
    return this.site.lot
  }

  order = (plate = this.plate, change: Parameters<typeof orderFor>[1] = {}) => orderFor(plate, change)
  grant = (order: ReturnType<typeof orderFor>) => this.lot.grant(sendingOf(order))
  post = (path: string, body: object) => this.site.world.post(path, body)
  exit = (plate = this.plate) => this.post('/cars/exit', { plate, pay: true })

  /** Who takes no order before the entry says that there is no such car yet; everybody else takes it. */
  async grantBefore(order: ReturnType<typeof orderFor>): Promise<void> {
    const told = await this.grant(order)
    if (this.keeps.early) expect(told).toMatchObject({ answer: { outcome: 'Applied' } })
    else expect(told).toMatchObject({ told: 'refusedBeforeRunning', retry: 'notYet' })
  }

  /** Sent once more where it was not taken the first time. */
  async grantAfter(order: ReturnType<typeof orderFor>): Promise<void> {
    if (!this.keeps.early) await this.applied(order)
  }

  applied = async (order: ReturnType<typeof orderFor>): Promise<void> =>
    expect(answerOf(await this.grant(order)).outcome).toBe('Applied')

  /** A platform has one word for all that it forbids. */
  async refused(order: ReturnType<typeof orderFor>, reason: NonNullable<GrantAnswer['reason']>): Promise<void> {
    const told: Told<GrantAnswer> = await this.grant(order)
    const expected = this.keeps.early ? reason : 'LIMITED'
    expect(answerOf(told)).toMatchObject({ outcome: 'Rejected', reason: expected })
    expect(await executions(this.site, order)).toBe(0)
  }

  /** What the gate wrote down as used: by whom, and how many minutes of it. */
  async uses(stayId: string): Promise<[key: string, minutes: number][]> {
    const { records } = (await this.site.world.get('/ledger')) as { records: Used[] }
    return records
      .filter(record => record.type === 'ExemptionHonoured' && record.stayId === stayId)
      .map(({ grantKey, minutesApplied }) => [grantKey, minutesApplied])
  }

  /** The fact of a stay as the bridge hears it. */
  async fact(stayId: string, kind: GateRecord['kind']): Promise<GateRecord> {
    let seq = 0
    return vi.waitFor(async () => {
      const { records } = answerOf(await this.lot.eventsSince(seq, 24))
      const found = records.find(record => record.kind === kind && 'stayId' in record && record.stayId === stayId)
      seq = records.at(-1)?.gateSeq ?? seq
      expect(found).toBeDefined()
      return found!
    }, WAIT)
  }
}

/** A stay that is longer than either and shorter than both together. A platform that knows its coupons gives a stay one. */
async function unequal(race: Race, rounds: readonly (readonly [first: number, second: number])[]): Promise<void> {
  const takesBoth = race.can.stack.includes('max') || !race.can.idempotent
  for (const minutes of rounds) {
    const plate = nextPlate()
    const orders = minutes.map(freeMinutes => race.order(plate, { freeMinutes }))
    const stayId = await enter(race.site, plate, 170)
    const outcomes = []
    for (const order of orders) outcomes.push(answerOf(await race.grant(order)).outcome)
    expect(outcomes).toEqual(['Applied', takesBoth ? 'Applied' : 'Rejected'])
    await race.exit(plate)
    const most = takesBoth ? Math.max(...minutes) : minutes[0]
    expect(await race.uses(stayId)).toEqual([[orders[minutes.indexOf(most!)]!.key, most]])
  }
}

/** What a gate does in each race; what is lost on the way is asked where links are broken. */
const RACES: Readonly<Record<string, (race: Race) => Promise<void>>> = {
  '[RC1] rated before the entry is used by the car that comes': async race => {
    const order = race.order()
    await race.grantBefore(order)
    const stayId = await enter(race.site, race.plate)
    await race.grantAfter(order)
    await race.exit()
    expect(await race.uses(stayId)).toEqual([[order.key, 120]])
  },
  '[RC2] rated after prepayment is rejected, and nothing of it is held': async race => {
    const stayId = await enter(race.site, race.plate)
    await race.post('/cars/pay', { plate: race.plate })
    await race.refused(race.order(), 'ALREADY_PAID')
    await race.exit()
    expect(await race.uses(stayId)).toEqual([])
  },
  '[RC3] left before the grant gets nothing, also when nobody says why': async race => {
    const order = race.order()
    await enter(race.site, race.plate)
    await race.exit()
    const told = await race.grant(order)
    if (race.keeps.early) expect(told).toMatchObject({ answer: { outcome: 'Rejected', reason: 'ALREADY_LEFT' } })
    else expect(told).toMatchObject({ told: 'refusedBeforeRunning', retry: 'notYet' })
    expect(await executions(race.site, order)).toBe(0)
  },
  '[RC4] told again is used once, by whoever knows a key': async race => {
    const order = race.order()
    const stayId = await enter(race.site, race.plate)
    await race.applied(order)
    // Who knows no key would give it once more: there the mark before sending keeps the bridge from asking.
    if (race.can.idempotent) expect(answerOf(await race.grant(order)).outcome).toBe('AlreadyApplied')
    expect(await executions(race.site, order)).toBe(1)
    await race.exit()
    expect(await race.uses(stayId)).toEqual([[order.key, 120]])
  },
  '[RC7] of two for one stay one is used': async race => {
    const [first, second] = [race.order(), race.order()]
    const stayId = await enter(race.site, race.plate)
    await race.applied(first)
    await race.grant(second)
    await race.exit()
    expect(await race.uses(stayId)).toHaveLength(1)
  },
  '[RC7] of two of unequal minutes the longer one is used, whichever came first, and never their sum': race =>
    unequal(race, [
      [60, 120],
      [120, 60],
    ]),
  '[RC7] whoever tells that a second one is refused refuses it, also where it has more minutes': async race => {
    if (race.can.stack.length === 0) return
    const [first, second] = [60, 120].map(freeMinutes => race.order(race.plate, { freeMinutes, stackRule: 'reject' }))
    const stayId = await enter(race.site, race.plate, 170)
    await race.applied(first!)
    await race.refused(second!, 'STACK_REJECTED')
    await race.exit()
    expect(await race.uses(stayId)).toEqual([[first!.key, 60]])
  },
  '[RC7] a rule that the gate does not tell of is refused, so that nothing is added up behind our back': async race => {
    if (race.can.stack.length === 0) return
    const stayId = await enter(race.site, race.plate, 170)
    for (const stackRule of ['sum', 'replace'] as const)
      if (!race.can.stack.includes(stackRule))
        await race.refused(race.order(race.plate, { stackRule }), 'STACK_REJECTED')
    await race.exit()
    expect(await race.uses(stayId)).toEqual([])
  },
  '[RC8] given to another car it is used there, and not by the first': async race => {
    const other = nextPlate()
    const [wrong, right] = [race.order(), race.order(other)]
    const stays = [await enter(race.site, race.plate), await enter(race.site, other)]
    await race.applied(wrong)
    expect(answerOf(await race.lot.revoke(revocationOf(wrong))).outcome).toBe('Revoked')
    await race.applied(right)
    for (const plate of [race.plate, other]) await race.exit(plate)
    expect(await Promise.all(stays.map(stay => race.uses(stay)))).toEqual([[], [[right.key, 120]]])
  },
  '[RC9] re-entry is a stay of its own, with an order of its own': async race => {
    const keys: string[] = []
    const used: string[] = []
    for (const order of [race.order(), race.order()]) {
      const stayId = await enter(race.site, race.plate)
      await race.applied(order)
      await race.exit()
      keys.push(order.key)
      used.push(...(await race.uses(stayId)).map(([key]) => key))
    }
    expect(used).toEqual(keys)
  },
  '[RC10] a plate put right takes its exemption along, and finds the one that waits for it': async race => {
    const [right, late] = [nextPlate(), nextPlate()]
    const [held, waiting] = [race.order(), race.order(late)]
    const stays = [await enter(race.site, race.plate), await enter(race.site, nextPlate())]
    await race.applied(held)
    await race.grantBefore(waiting)
    await race.post('/cars/correct-plate', { stayId: stays[0]!, plate: right })
    await race.post('/cars/correct-plate', { stayId: stays[1]!, plate: late })
    await race.grantAfter(waiting)
    for (const plate of [right, late]) await race.exit(plate)
    const used = await Promise.all(stays.map(stay => race.uses(stay)))
    expect(used.flat().map(([key]) => key)).toEqual([held.key, waiting.key])
  },
  '[RC11] a month-card car gets nothing': async race => {
    await race.post('/cars/enter', { plate: race.plate, carClass: 'monthCard' })
    await race.refused(race.order(), 'CLASS_EXCLUDED')
  },
  '[RC12] the entry is told by the clock of the controller': async race => {
    const enteredAt = new Date(Date.now() - HOUR_MS).toISOString()
    const { body } = await race.post('/cars/enter', { plate: race.plate, at: enteredAt })
    expect(await race.fact(String(body['stayId']), 'entered')).toMatchObject({ enteredAt })
  },
  '[RC13] of more minutes than the stay had those of the stay are told as applied': async race => {
    const stayId = await enter(race.site, race.plate, 90)
    await race.applied(race.order())
    await race.exit()
    expect(await race.fact(stayId, 'honoured')).toMatchObject({ minutesApplied: 90 })
  },
}

export function racesOf(site: () => Site, can: Capabilities, keeps: Keeps): void {
  for (const [title, run] of Object.entries(RACES)) test(title, () => run(new Race(site(), can, keeps)))
}
