import { existsSync, writeFileSync } from 'node:fs'
import { type Actor, addMs, type Event, isRefusal, recorded, type StreamName } from '@pingting/contract'
import fc from 'fast-check'
import { idOf } from '../../server/src/hub/ids.ts'
import { CARD, type Step, sentOf, step } from '../flow/day.ts'
import { Floor, HALL, LOT, type Wish } from '../flow/floor.ts'
import { booked } from './booked.ts'
import { books } from './books.ts'
import { cases } from './cases.ts'
import { city } from './city.ts'
import { foldAll, type GoldenCommit, golden, readGolden } from './fold.ts'
import { held } from './held.ts'
import { setUpWishes } from './set-up.ts'
import { shapesOf } from './shape.ts'

/**
 * Makes the golden journal of a release from the real rules: `node test/replay/make.ts 0.1.0`. What is there is never
 * written again, a state version's shape neither; `--expected` writes anew what a journal comes to.
 */
const DAY_MS = 86_400_000
const SEED = 20_261_123
const LOOKS_EVERY = 150

const staff = (staffId: string, role: 'admin' | 'manager' | 'operator' | 'clerk'): Actor => ({
  ...{ kind: 'staff', staffId, name: staffId, role, hallIds: ['h1'], lotIds: ['east'] },
})
const [ADMIN, MANAGER] = [staff('admin', 'admin'), staff('manager', 'manager')]
const KIOSK: Actor = { kind: 'device', deviceId: 'kiosk-1', device: 'kiosk', hallId: 'h1' }
const BRIDGE: Actor = { kind: 'bridge', lotIds: ['east'] }
const RESTORE: Actor = { kind: 'system', part: 'restore' }
const BACKUP = { backupId: idOf('backup'), backupAt: '2026-12-30T00:00:00.000Z' }

const floor = new Floor(CARD)

/** Sends and insists: what the journal is to hold must not have been refused. */
function must(stream: StreamName, actor: Actor, wish: Wish): Event[] {
  const [outcome] = floor.send([{ stream, actor, wish }])
  if (outcome === undefined || isRefusal(outcome)) throw new Error(`${wish.type}: ${outcome?.refused}`)
  return outcome
}

/** Days of anybody's doing: some of it refused, which leaves no trace. */
function anything(tally: number, seed: number): void {
  const steps: Step[] = fc.sample(step, { numRuns: tally, seed })
  for (const [index, one] of steps.entries()) {
    floor.send(sentOf(floor, one))
    floor.pass([5_000, 40_000, 180_000][index % 3]!)
    if (index % 120 === 119) floor.pass(DAY_MS / 2)
  }
}

const CLERK = staff('clerk-1', 'clerk')
const citizen = (ticketId: string): Actor => ({ kind: 'citizen', hallId: 'h1', ticketId })
const found = (events: Event[], type: Event['type']) => events.find(event => event.type === type) as never

/** The gate tells one more fact. */
const tell = (fact: object): Event[] =>
  must(LOT, BRIDGE, {
    ...{ type: 'lot.report', bridgeEpoch: floor.lot.bridgeEpoch, gateEpoch: 'g1' },
    records: [{ gateSeq: (floor.lot.gateEpoch === 'g2' ? 0 : floor.lot.gateSeq) + 1, ...fact }],
  })
const enter = (stayId: string, plate: string): Event[] =>
  tell({ kind: 'entered', stayId, plate, carClass: 'casual', laneId: 'in', enteredAt: floor.now })

/** Served, rated and inside: @returns the ticket and what it was granted. */
function visit(plate: string, detour: () => void = () => {}, level = 4): { ticketId: string; exemptionId: string } {
  enter(`s-${plate.slice(2)}`, plate)
  const { ticketId } = found(
    must(HALL, KIOSK, { type: 'ticket.take', serviceCode: 'tax', priority: 'none', plate }),
    'ticket.taken',
  )
  const at = { counterId: '1', ticketId }
  must(HALL, CLERK, { type: 'ticket.callNext', counterId: '1' })
  detour()
  must(HALL, CLERK, { type: 'ticket.arrive', ...at })
  floor.pass(60_000)
  const rating = { level, tagVersion: 2, tagCodes: level > 2 ? [] : ['214'], channel: 'qr', formOpenMs: 5_000 }
  must(HALL, citizen(ticketId), { type: 'evaluation.submit', ticketId, ...rating })
  const { exemptionId } = found(must(HALL, CLERK, { type: 'ticket.finish', ...at }), 'exemption.granted')
  return { ticketId, exemptionId }
}

/** A held ticket, a missed one, a conflict two persons write off, and a plate put right after the grant. */
function detours(): void {
  must(HALL, CLERK, { type: 'counter.open', counterId: '1' })
  const { exemptionId } = visit('鲁F11111', () => {
    const at = { counterId: '1', ticketId: '20261123-A001' }
    must(HALL, CLERK, { type: 'ticket.hold', ...at })
    must(HALL, CLERK, { type: 'ticket.return', ...at })
    must(HALL, CLERK, { type: 'ticket.callNext', counterId: '1' })
    must(HALL, CLERK, { type: 'ticket.recall', ...at })
    must(HALL, CLERK, { type: 'ticket.miss', ...at })
    must(HALL, CLERK, { type: 'ticket.recycle', ...at })
    must(HALL, CLERK, { type: 'ticket.callNext', counterId: '1' })
  })
  must(HALL, BRIDGE, { type: 'exemption.send', bridgeEpoch: 1, exemptionId })
  must(HALL, BRIDGE, { type: 'exemption.doubt', bridgeEpoch: 1, exemptionId })
  must(HALL, staff('op-1', 'operator'), { type: 'exemption.settle', exemptionId, held: false, reason: '道闸没有这笔' })
  must(HALL, BRIDGE, { type: 'exemption.freeze', bridgeEpoch: 1, exemptionId })
  must(HALL, staff('op-1', 'operator'), { type: 'exemption.proposeWriteOff', exemptionId, reason: '台账不符' })
  must(HALL, staff('op-2', 'operator'), { type: 'exemption.approveWriteOff', exemptionId })
  must(HALL, BRIDGE, { type: 'exemption.recordRevocation', bridgeEpoch: 1, exemptionId, outcome: 'Revoked' })
  // Used all the same, as the gate tells late: a mismatch for a person to look at.
  const money = { minutesApplied: 60, feeBeforeFen: 200, feeWaivedFen: 200, feeAfterFen: 0 }
  tell({ kind: 'honoured', stayId: 's-11111', exemptionId, ...money, exitedAt: floor.now })
  tell({ kind: 'foreign', rawType: 'BarrierRaised' })
  const used = visit('鲁F66666')
  const about = { exemptionId: used.exemptionId }
  must(HALL, staff('op-1', 'operator'), { type: 'exemption.proposeWriteOff', ...about, reason: '重复' })
  must(HALL, staff('op-2', 'operator'), { type: 'exemption.approveWriteOff', ...about })
  must(HALL, BRIDGE, { type: 'exemption.recordRevocation', bridgeEpoch: 1, ...about, outcome: 'AlreadyConsumed' })
  const second = visit('鲁F22222')
  must(HALL, BRIDGE, {
    type: 'exemption.confirm',
    bridgeEpoch: 1,
    exemptionId: second.exemptionId,
    gateEpoch: 'g1',
    ledgerSeq: 1,
  })
  must(HALL, citizen(second.ticketId), { type: 'plate.bind', ticketId: second.ticketId, plate: '鲁F33333' })
  const { exemptionId: revoked } = second
  must(HALL, BRIDGE, { type: 'exemption.recordRevocation', bridgeEpoch: 1, exemptionId: revoked, outcome: 'Revoked' })
  const third = visit('鲁F55555')
  must(HALL, BRIDGE, { type: 'exemption.doubt', bridgeEpoch: 1, exemptionId: third.exemptionId })
  must(HALL, BRIDGE, { type: 'exemption.refuse', bridgeEpoch: 1, exemptionId: third.exemptionId, reason: 'STORE_FULL' })
  must(HALL, KIOSK, { type: 'ticket.take', serviceCode: 'tax', priority: 'none' })
  const { ticketId } = found(must(HALL, CLERK, { type: 'ticket.callNext', counterId: '1' }), 'ticket.called')
  must(HALL, CLERK, { type: 'ticket.arrive', counterId: '1', ticketId })
  must(HALL, CLERK, { type: 'ticket.transfer', counterId: '1', ticketId, serviceCode: 'id' })
  // Never used, so that it runs out.
  visit('鲁F77777')
  badRating()
  misread()
  must(HALL, CLERK, { type: 'counter.pause', counterId: '1', reason: 'break' })
  must(HALL, CLERK, { type: 'counter.resume', counterId: '1' })
  must(HALL, CLERK, { type: 'counter.close', counterId: '1' })
  const { bridgeEpoch } = floor.lot
  for (const usable of [true, false]) must(LOT, BRIDGE, { type: 'lot.link', bridgeEpoch, usable })
  devices(bridgeEpoch)
  unsurePlates()
}

/** The visitor was not satisfied, and it is put right. */
function badRating(): void {
  visit('鲁F78787', undefined, 2)
  cases(must, [...floor.hall.rectifications.open.keys()].at(-1)!)
}

/** Two things are wrong with the gate, of which one is put right. */
function devices(bridgeEpoch: number): void {
  const alarm = { conditionId: 'nsu=urn:gate;i=7', name: 'BarrierFault', source: 'Lane_1', severity: 800 }
  const raised = { ...alarm, text: 'the barrier does not move', activeSince: floor.now }
  const paper = { conditionId: 'nsu=urn:gate;i=8', name: 'PaperLow', severity: 300, text: '', activeSince: floor.now }
  must(LOT, BRIDGE, { type: 'lot.recordHealth', bridgeEpoch, deviceHealth: 'failure', alarms: [raised, paper] })
  must(LOT, BRIDGE, { type: 'lot.recordHealth', bridgeEpoch, deviceHealth: 'maintenanceRequired', alarms: [paper] })
}

/** One plate was read rightly, one was not, and nobody has looked at the third, which is let out by hand. */
function unsurePlates(): void {
  const operator = staff('operator-1', 'operator')
  for (const [stayId, plate] of [
    ['s-u1', '鲁F81111'],
    ['s-u2', '鲁F82222'],
    ['s-u3', '鲁F83333'],
  ] as const)
    tell({
      ...{ kind: 'entered', stayId, plate, carClass: 'casual', laneId: 'in', enteredAt: floor.now, confidence: 41 },
      ...(stayId === 's-u3' ? { plateColour: 5, imageId: 'nsu=urn:camera;s=picture-3' } : {}),
    })
  must(LOT, operator, { type: 'lot.reviewPlate', stayId: 's-u1' })
  must(LOT, operator, { type: 'lot.reviewPlate', stayId: 's-u2', plate: '鲁F82228' })
  const money = { minutes: 5, feeBeforeFen: 0, feeWaivedFen: 0, feeAfterFen: 0 }
  tell({ kind: 'released', stayId: 's-u3', release: 'manual', releasedAt: floor.now })
  for (const stayId of ['s-u1', 's-u2', 's-u3'])
    tell({ kind: 'exited', stayId, laneId: 'out', exitedAt: floor.now, ...money })
}

/** Typed with a 5 where the camera has read an S: nobody finds the car until an operator does. */
function misread(): void {
  enter('s-misread', '鲁F8888S')
  const typed = { serviceCode: 'tax', priority: 'none', plate: '鲁F88885' }
  const taken = found(must(HALL, KIOSK, { type: 'ticket.take', ...typed }), 'ticket.taken') as { ticketId: string }
  const car = { ticketId: taken.ticketId, lotId: 'east', stayId: 's-misread' }
  must(HALL, staff('op-1', 'operator'), { type: 'plate.match', ...car, reason: '摄像头误读' })
}

/** A version for each reading of 限时; one is taken back before its day, and the last asks for no rating. */
function policies(): void {
  const { policy } = CARD
  const on = (days: number): string => addMs(floor.now, days * DAY_MS).slice(0, 10)
  const month = { perPlatePerMonth: 4, excludedClasses: ['staff', 'vip'] }
  const later = { ...policy, ...month, version: 'p2', validFor: { minutesAfterGrant: 180 } }
  must(HALL, MANAGER, { type: 'policy.adopt', policy: later, effectiveFrom: on(1) })
  const evening = { ...policy, version: 'p3', validFor: { expireAt: '18:00' } }
  must(HALL, MANAGER, { type: 'policy.adopt', policy: evening, effectiveFrom: on(2) })
  must(HALL, MANAGER, { type: 'policy.withdraw', version: 'p3' })
  const unrated = { ...policy, version: 'p4', validFor: { untilDayEnd: true }, grantWithoutRating: true }
  must(HALL, MANAGER, { type: 'policy.adopt', policy: unrated, effectiveFrom: on(2) })
}

/** A day on which everything is settled: nothing keeps its key longer than it must. */
function settledDay(): void {
  const { ticketId } = found(
    must(HALL, KIOSK, { type: 'ticket.take', serviceCode: 'tax', priority: 'none', plate: '鲁F44444' }),
    'ticket.taken',
  )
  must(HALL, citizen(ticketId), { type: 'ticket.cancel', ticketId })
  enter('s-last', '鲁F44444')
  const money = { minutes: 5, feeBeforeFen: 0, feeWaivedFen: 0, feeAfterFen: 0 }
  tell({ kind: 'exited', stayId: 's-last', plate: '鲁F44444', laneId: 'out', exitedAt: floor.now, ...money })
}

/** A kiosk without a hub: numbers of its own, and one of them handed in. */
function alone(): void {
  const leased = found(must(HALL, KIOSK, { type: 'ticket.lease', serviceCodes: ['tax'] }), 'ticket.leased')
  const { firstNumber: number, businessDay } = leased as { firstNumber: string; businessDay: string }
  const slip = { number, businessDay, priority: 'elder', issuedAt: floor.now, signature: 'A'.repeat(86) }
  floor.pass(180_000)
  must(HALL, KIOSK, { type: 'ticket.handIn', ...slip })
}

/** What chance seldom comes to. */
function seldom(): void {
  const hash = (letter: string) => letter.repeat(64)
  const device = { deviceId: 'kiosk-1', kind: 'kiosk' }
  must(HALL, MANAGER, { type: 'device.invite', ...device, codeHash: hash('a'), expiresAt: '2027-12-31T00:00:00.000Z' })
  must(HALL, KIOSK, { type: 'device.enrol', codeHash: hash('a'), keyHash: hash('b') })
  alone()
  must(HALL, MANAGER, { type: 'device.revoke', deviceId: 'kiosk-1' })
  must(HALL, RESTORE, { type: 'hall.restore', ...BACKUP })
  must(LOT, RESTORE, { type: 'lot.restore', ...BACKUP })
  must(LOT, BRIDGE, { type: 'lot.lease', bridgeId: 'b2', stackRules: ['max', 'reject'], slips: true })
  const from = { bridgeEpoch: floor.lot.bridgeEpoch, gateEpoch: 'g2' }
  const denied = { kind: 'denied', gateSeq: 1, stayId: 's1', exemptionId: idOf('nobody') }
  const feeDue = { kind: 'feeDue', gateSeq: 2, stayId: 's1', dueFen: 200, dueAt: floor.now }
  const records = [{ ...denied, reason: 'EXPIRED', deniedAt: floor.now }, feeDue]
  must(LOT, BRIDGE, { type: 'lot.report', ...from, records })
  // The gate has dropped some, and nothing is left after them.
  must(LOT, BRIDGE, { type: 'lot.report', ...from, oldestSeq: 7, records: [] })
  must(LOT, BRIDGE, { type: 'lot.recordLedger', ...from, oldestSeq: 3, records: held(idOf('held'), floor.now) })
  must(LOT, staff('op-1', 'operator'), { type: 'lot.signOff' })
  // What the gate took before that waits for a person.
  const phantom = { exemptionId: idOf('phantom'), freeMinutes: 60, heldAt: floor.now }
  must(LOT, { kind: 'system', part: 'books' }, { type: 'lot.findPhantoms', phantoms: [phantom] })
  must(LOT, staff('op-1', 'operator'), { type: 'lot.takeBackPhantom', exemptionId: phantom.exemptionId })
  const { bridgeEpoch } = floor.lot
  must(LOT, BRIDGE, { type: 'lot.recordPhantom', exemptionId: phantom.exemptionId, bridgeEpoch, outcome: 'Revoked' })
}

function play(): GoldenCommit[] {
  booked(must)
  detours()
  policies()
  for (const wish of setUpWishes) must(HALL, ADMIN, wish)
  anything(500, SEED)
  seldom()
  anything(60, SEED + 1)
  floor.pass(2 * DAY_MS)
  settledDay()
  // The rest of the working week lapses what was not rated; after a month the days fall due for erasure.
  for (let day = 0; day < 45; day += 1) floor.pass(DAY_MS)
  books(must, floor.now, day => floor.lot.settlements.adjustments.get(day) ?? [])
  must(LOT, MANAGER, { type: 'settlement.closeMonth', month: '2026-11' })
  const seqs = new Map<StreamName, number>()
  const played = floor.commits.map(commit => {
    const seq = (seqs.get(commit.stream) ?? 0) + 1
    seqs.set(commit.stream, seq)
    return { ...commit, actor: recorded(commit.actor), seq }
  })
  return [...city(ADMIN), ...played]
}

const [version = '', ...flags] = process.argv.slice(2)
const path = new URL(`./golden/${version}.jsonl`, import.meta.url)
if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error('make.ts VERSION [--expected]')
if (existsSync(path) && !flags.includes('--expected')) throw new Error(`${version} is there, and is never edited`)
if (!existsSync(path))
  writeFileSync(
    path,
    `${play()
      .map(commit => JSON.stringify(commit))
      .join('\n')}\n`,
  )
const commits = readGolden(version)
const looks = commits.map((_, index) => index + 1).filter(tally => tally % LOOKS_EVERY === 0)
const expected = JSON.stringify(foldAll(commits, looks), undefined, 2)
writeFileSync(new URL(`./golden/${version}.expected.json`, import.meta.url), `${expected}\n`)
const shapes = { ...shapesOf(commits), ...(JSON.parse(golden('shapes.json')) as Record<string, string[]>) }
writeFileSync(new URL('./golden/shapes.json', import.meta.url), `${JSON.stringify(shapes, undefined, 2)}\n`)
const types = new Set(commits.flatMap(({ events }) => events.map(event => event.type)))
console.log(`${commits.length} commits, ${types.size} event types`)
