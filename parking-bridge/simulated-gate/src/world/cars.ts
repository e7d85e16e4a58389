import { randomUUID } from 'node:crypto'
import { isSlip, type Plate, parsePlate, parseVehicle } from '@pingting/contract/words/plates'
import { z } from 'zod'
import type { Config } from '../config.ts'
import type { GateController } from '../controller.ts'
import {
  decideCorrectPlate,
  decideEnter,
  decideExit,
  decidePay,
  decideWithdraw,
  type Ledger,
  type Refusal,
  stateOf,
} from '../ledger.ts'
import { ALARM_NAMES, type Alarms } from './alarms.ts'
import type { Cameras } from './cameras.ts'
import type { Lane, Lanes } from './lanes.ts'
import { DELAY_MS_MAX, type Switches } from './switches.ts'

export interface World {
  config: Config
  controller: GateController
  lanes: Lanes
  alarms: Alarms
  cameras: Cameras
  switches: Switches
}

/** What the caller asked for cannot be read: 400 with this code. */
export class Malformed extends Error {
  readonly code: string
  constructor(code: string, message = code) {
    super(message)
    this.code = code
  }
}

const plate = z.string().min(1).max(32)
const laneId = z.string().max(32).optional()
const stayId = z.string().min(1).max(64)
const faults = z.int().min(0).max(1_000_000).optional()
const READ_SURELY = 98
const UNREADABLE = 0

const bodies = {
  enter: z.strictObject({
    plate: plate.optional(),
    laneId,
    carClass: z.enum(['casual', 'monthCard', 'staff', 'vip']).default('casual'),
    confidence: z.int().min(0).max(100).optional(),
    at: z.iso.datetime().optional(),
  }),
  pay: z.strictObject({ plate }),
  exit: z.strictObject({
    ...{ plate: plate.optional(), stayId: stayId.optional(), laneId, pay: z.boolean().default(false) },
    release: z.enum(['manual', 'tailgate']).optional(),
  }),
  correctPlate: z.strictObject({ stayId, plate }),
  withdraw: z.strictObject({ grantKey: z.uuid() }),
  switches: z.strictObject({
    dropAnswers: faults,
    dropRequests: faults,
    crashAfterApply: faults,
    delayMs: z.int().min(0).max(DELAY_MS_MAX).optional(),
    halted: z.boolean().optional(),
  }),
  alarm: z.strictObject({ name: z.enum(ALARM_NAMES), laneId, active: z.boolean() }),
}

export async function enter(world: World, body: unknown) {
  const read = parse(bodies.enter, body)
  const lane = laneOf(world, read.laneId, 'In')
  const seen = read.plate === undefined ? undefined : carOf(read.plate)
  if (read.at !== undefined && read.at > world.controller.clock()) throw new Malformed('at.future')
  const confidence = read.confidence ?? (seen === undefined ? UNREADABLE : READ_SURELY)
  const sighting = { plateRaw: seen?.raw, plate: seen?.normalised, confidence }
  const seenAt = new Date(read.at ?? world.controller.clock()).toISOString()
  if (!isSlip(sighting.plate ?? '')) world.cameras.see({ laneId: lane, at: seenAt, ...sighting })
  const answer = await world.controller.execute((ledger, now) => {
    const enteredAt = read.at === undefined ? now : seenAt
    const free = read.carClass === 'staff' || freeSpaces(world.config, ledger) > 0
    if (!free) return { commit: { records: [], events: [] }, answer: { refused: 'lot.full' } satisfies Refusal }
    return decideEnter(
      ledger,
      { stayId: randomUUID(), laneId: lane, carClass: read.carClass, enteredAt, ...sighting },
      now,
    )
  })
  if (!('refused' in answer)) world.lanes.pass(lane)
  return answer
}

const freeSpaces = ({ SPACES }: Config, { carsInside, staffInside }: Ledger): number =>
  SPACES - (carsInside - staffInside)

export function pay(world: World, body: unknown) {
  const seen = carOf(parse(bodies.pay, body).plate)
  return world.controller.execute((ledger, now) => {
    const { commit, answer } = decidePay(ledger, { plate: seen.normalised }, now)
    return {
      commit,
      answer: 'refused' in answer ? answer : { paidFen: answer.dueFen, stayMinutes: answer.stayMinutes },
    }
  })
}

export async function exit(world: World, body: unknown) {
  const read = parse(bodies.exit, body)
  if ((read.plate === undefined) === (read.stayId === undefined)) throw new Malformed('stay.ambiguous')
  const lane = laneOf(world, read.laneId, 'Out')
  const seen = read.plate === undefined ? undefined : carOf(read.plate)
  if (seen !== undefined && !isSlip(seen.normalised))
    world.cameras.see({
      ...{ laneId: lane, at: world.controller.clock(), confidence: READ_SURELY },
      ...{ plateRaw: seen.raw, plate: seen.normalised },
    })
  const which = seen === undefined ? { stayId: read.stayId! } : { plate: seen.normalised }
  const answer = await world.controller.execute((ledger, now) =>
    decideExit(ledger, { ...which, laneId: lane, pay: read.pay, release: read.release }, now),
  )
  if (!('refused' in answer)) answer.barrierOpens ? world.lanes.pass(lane) : world.lanes.wait(lane)
  return answer
}

export function correctPlate(world: World, body: unknown) {
  const read = parse(bodies.correctPlate, body)
  const { raw, normalised } = plateOf(read.plate)
  return world.controller.execute((ledger, now) =>
    decideCorrectPlate(ledger, { stayId: read.stayId, plate: normalised, plateRaw: raw }, now),
  )
}

/** An attendant takes an exemption back. */
export function withdraw(world: World, body: unknown) {
  const read = parse(bodies.withdraw, body)
  return world.controller.execute((ledger, now) => decideWithdraw(ledger, read, now))
}

export async function setSwitches(world: World, body: unknown): Promise<Switches> {
  const read = parse(bodies.switches, body)
  const given = Object.entries(read).filter(([, value]) => value !== undefined)
  return Object.assign(world.switches, Object.fromEntries(given))
}

/** A device fails, or works again. */
export async function setAlarm({ alarms }: World, body: unknown) {
  const read = parse(bodies.alarm, body)
  if (!alarms.set(read.name, read.laneId, read.active)) throw new Malformed('alarm.unknown')
  return read
}

/** Everything the gate holds, for reconciliation in tests and demonstrations. */
export const showLedger = ({ controller }: World) =>
  controller.read((ledger, now) => ({
    ...headOf(ledger),
    grants: [...ledger.grants.values()].map(grant => ({ ...grant, state: stateOf(ledger, grant, now) })),
    tombstones: [...ledger.tombstones],
    stays: [...ledger.stays.values()],
    records: ledger.records,
    events: ledger.events,
  }))

export const showState = ({ controller, config, lanes, alarms, switches }: World) =>
  controller.read((ledger, now) => ({
    ...headOf(ledger),
    siteId: config.SITE_ID,
    controllerTime: now,
    spaces: config.SPACES,
    freeSpaces: freeSpaces(config, ledger),
    carsInside: ledger.carsInside,
    activeCount: ledger.activeCount,
    capacity: ledger.policy.capacity,
    tariff: config.TARIFF,
    lanes: lanes.all,
    alarms: alarms.all.filter(({ active }) => active),
    switches,
  }))

const headOf = ({ controllerEpoch, ledgerSeq, eventSeq, bridgeEpoch }: Ledger) => ({
  controllerEpoch,
  ledgerSeq,
  eventSeq,
  bridgeEpoch,
})

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const read = schema.safeParse(body)
  if (read.success) return read.data
  const where = read.error.issues.map(issue => `${issue.path.join('.') || 'body'}: ${issue.message}`)
  throw new Malformed('body.malformed', where.join('; '))
}

function plateOf(text: string): Plate {
  const read = parsePlate(text)
  if (read === undefined) throw new Malformed('plate.malformed')
  return read
}

/** By its plate, or by the number of the slip that it was given: `#` and that. */
function carOf(text: string): { raw: string; normalised: string } {
  const read = parseVehicle(text)
  if (read === undefined) throw new Malformed('plate.malformed')
  return { raw: isSlip(read.normalised) ? read.normalised : text, normalised: read.normalised }
}

function laneOf({ lanes }: World, asked: string | undefined, direction: Lane['direction']): string {
  const lane = asked ?? lanes.all.find(each => each.direction === direction)!.laneId
  if (!lanes.has(lane, direction)) throw new Malformed('lane.unknown')
  return lane
}
