import { fen } from '@pingting/contract'
import { type Commit, decideExit, decideGrant } from '../../../../parking-bridge/simulated-gate/src/ledger.ts'
import { idOf } from '../../../../server/src/hub/ids.ts'
import { grantOf } from '../bridge.ts'
import { letOut, MONEY } from '../let-out.ts'
import { SYSTEM } from '../site.ts'
import { driveIn, misread, OUT, plateOf, type Visit } from '../visit.ts'
import { answering, ofExemption, type Way } from './break.ts'
import { phantomOf } from './of-grants.ts'

/** The gate takes a key that no hall has made. */
function conjure(visit: Visit, plate: string): void {
  const { place } = visit
  const terms = { freeMinutes: 120, notBefore: place.instantAt(0), notAfter: place.instantAt(24 * 60) }
  const order = grantOf({ exemptionId: phantomOf(visit), plate, ...terms }, place.lotId, 1, place.now)
  place.gate.run(ledger => decideGrant(ledger, order, place.now))
}

export const B3: readonly Way[] = [
  {
    what: 'an order that never left',
    ...{ profiles: ['methods'], moments: ['rolling'] },
    ...{ play: visit => visit.mishap({ order: 'lost' }).earns(), key: ofExemption },
  },
  {
    what: 'an order the gate confirmed and did not keep',
    ...{ profiles: ['methods'], moments: ['rolling'] },
    ...{ play: visit => visit.mishap({ order: 'unkept' }).earns(), key: ofExemption },
  },
]

export const B4: readonly Way[] = [
  {
    what: 'a grant in the gate’s ledger that nobody made',
    profiles: ['methods'],
    ...{ play: visit => void visit.at(3, () => conjure(visit, plateOf('Z', visit.number))), key: phantomOf },
  },
  {
    what: 'a car let go free on a key that nobody made',
    play: visit =>
      void visit
        .enters()
        .served()
        .at(3, () => conjure(visit, visit.plate))
        .leaves(),
    key: phantomOf,
  },
  {
    what: 'a key that nobody made, of which only the file tells',
    ...{ moments: ['final'], isFiled: true },
    play(visit) {
      const free = { minutes: 90, feeWaivedFen: fen(400), feeAfterFen: fen(0), feeBeforeFen: fen(400) }
      visit.place.filed.set(visit.stayId, exit => ({ ...exit, ...free, key: phantomOf(visit) }))
      visit.enters().served().leaves()
    },
    key: phantomOf,
  },
  {
    what: 'refused, and used all the same',
    profiles: ['methods'],
    ...{ play: visit => void visit.mishap({ refusal: 'INVALID' }).earns().leaves(), key: ofExemption },
  },
]

export const B5: readonly Way[] = [
  {
    what: 'the same car let go free again, an hour later',
    play(visit) {
      const [{ place, plate }, stayId] = [visit, idOf('again', visit.name)]
      visit
        .earns()
        .leaves()
        .at(80, () => driveIn(place, { stayId, plate }))
      visit.at(160, () => letOut(place, stayId, { grantKey: visit.exemptionId }))
    },
    key: ofExemption,
  },
  {
    what: 'another car let go free by another lane on the same key',
    play(visit) {
      const [{ place }, stayId] = [visit, idOf('other', visit.name)]
      visit
        .earns()
        .leaves()
        .at(-10, () => driveIn(place, { stayId, plate: plateOf('G', visit.number) }))
      visit.at(71, () => letOut(place, stayId, { grantKey: visit.exemptionId }, { laneId: 'Lane_3' }))
    },
    key: ofExemption,
  },
]

/** The key under which he had it before something happened to it. */
const firstOf = (visit: Visit): string => firsts.get(visit) ?? ''
const firsts = new WeakMap<Visit, string>()
const remember = (visit: Visit): unknown => visit.at(3, () => firsts.set(visit, visit.exemptionId))

function writeOff(visit: Visit): void {
  const { place } = visit
  const about = () => ({ exemptionId: visit.exemptionId })
  const propose = { type: 'exemption.proposeWriteOff', reason: '误发' }
  visit.at(5, () => place.ask({ ...propose, ...about() }, place.staff('operator', 'anna')))
  visit.at(6, () => place.ask({ type: 'exemption.approveWriteOff', ...about() }, place.staff('operator', 'bo')))
}

const leavesOnFirst = (visit: Visit, minutes = 70): unknown =>
  visit.at(minutes, () => letOut(visit.place, visit.stayId, { grantKey: firstOf(visit) }))

export const B6: readonly Way[] = [
  {
    what: 'used after it was taken back for a corrected plate',
    play(visit) {
      remember(visit.earns().binds(4, plateOf('X', visit.number)))
      leavesOnFirst(visit)
    },
    key: firstOf,
  },
  {
    what: 'used after two persons had written it off',
    play(visit) {
      remember(visit.earns())
      writeOff(visit)
      leavesOnFirst(visit)
    },
    key: firstOf,
  },
  {
    what: 'refused, and used all the same',
    profiles: ['registers', 'coupons'],
    ...{ play: visit => void visit.mishap({ refusal: 'STORE_FULL' }).earns().leaves(), key: ofExemption },
  },
  {
    what: 'used five minutes after midnight',
    moments: ['final'],
    play(visit) {
      remember(visit.earns())
      leavesOnFirst(visit, 24 * 60 + 5 - visit.servedAt)
    },
    key: firstOf,
  },
]

export const B7: readonly Way[] = [
  {
    what: 'out before it was granted, by the clock of the lane',
    play(visit) {
      const { place, servedAt } = visit
      const at = () => ({ at: place.instantAt(servedAt - 1) })
      visit.earns().at(70, () => letOut(place, visit.stayId, { grantKey: visit.exemptionId }, at()))
    },
    key: ofExemption,
  },
  {
    what: 'in after it was granted, by the clock of the lane',
    play: visit => {
      const enteredAt = visit.place.instantAt(visit.servedAt + 20)
      visit.enters(-20, { enteredAt }).served().rates().leaves()
    },
    key: ofExemption,
  },
]

const usedBy = (plateOfOther: (visit: Visit) => string) => (visit: Visit) => {
  const [{ place }, stayId] = [visit, idOf('other', visit.name)]
  visit.at(-15, () => driveIn(place, { stayId, plate: plateOfOther(visit) }))
  visit.earns().at(40, () => letOut(place, stayId, { grantKey: visit.exemptionId }))
}

const grantedRecord = (change: (record: object & { plate: string }) => object) => (commit: Commit) =>
  ({
    ...commit,
    records: commit.records.map(one => (one.type === 'ExemptionGranted' ? { ...one, ...change(one) } : one)),
  }) as Commit

export const B8: readonly Way[] = [
  {
    what: 'the gate holds it for a plate one character off',
    profiles: ['methods'],
    play: visit =>
      void visit
        .mishap({ change: grantedRecord(({ plate }) => ({ plate: misread(plate) })) })
        .earns()
        .leaves(),
    key: ofExemption,
  },
  { what: 'used by a car one character off', play: usedBy(({ plate }) => misread(plate)), key: ofExemption },
  {
    what: 'used by a stranger of whose entry nobody told',
    profiles: ['coupons'],
    play(visit) {
      const [{ place, number }, stayId] = [visit, idOf('other', visit.name)]
      place.gate.silent.add(stayId)
      visit.at(-15, () => driveIn(place, { stayId, plate: plateOf('S', number) }))
      visit.at(39, () => place.gate.silent.delete(stayId))
      visit.earns().at(40, () => letOut(place, stayId, { grantKey: visit.exemptionId }))
    },
    key: ofExemption,
  },
  { what: 'used by a stranger', play: usedBy(({ number }) => plateOf('S', number)), key: ofExemption },
]

/** What the gate writes down of the exit is not what its rules say. */
function leavesAs(visit: Visit, change: (waiver: { feeWaivedFen: number; minutesApplied: number }) => object): void {
  const { place, stayId } = visit
  const otherwise = (commit: Commit) =>
    ({
      ...commit,
      events: commit.events.map(one => (one.type === 'ExemptionHonoured' ? { ...one, ...change(one) } : one)),
    }) as Commit
  visit.at(70, () => place.gate.run(l => decideExit(l, { stayId, laneId: OUT, pay: true }, place.now), otherwise))
}

export const B9: readonly Way[] = [
  {
    what: 'a fen too much waived',
    play: visit => leavesAs(visit.earns(), ({ feeWaivedFen }) => ({ feeWaivedFen: feeWaivedFen + 1 })),
    key: ofExemption,
  },
  {
    what: 'a minute more than was granted',
    play: visit => leavesAs(visit.earns(), () => ({ minutesApplied: 121 })),
    key: ofExemption,
  },
  {
    what: 'held for more minutes, and used for them',
    play: visit =>
      void visit
        .mishap({ change: grantedRecord(() => ({ freeMinutes: 180 })) })
        .earns()
        .leaves(200),
    key: ofExemption,
  },
  {
    what: 'held for more minutes',
    profiles: ['methods'],
    play: visit => void visit.mishap({ change: grantedRecord(() => ({ freeMinutes: 180 })) }).earns(),
    key: ofExemption,
  },
  {
    what: 'a use that the hall did not book',
    play(visit) {
      answering(
        visit.place,
        command => command.type === 'exemption.honour' && command.exemptionId === visit.exemptionId,
        () => [],
      )
      visit.earns().leaves()
    },
    key: ofExemption,
  },
  {
    what: 'a use that the hall booked, and no gate told',
    play(visit) {
      const { place, stayId } = visit
      const use = { stayId, gateSeq: 9_999, minutesApplied: 60, ...MONEY, gateEpoch: place.gate.ledger.controllerEpoch }
      const booked = () => ({ type: 'exemption.honour', exemptionId: visit.exemptionId, lotId: place.lotId, ...use })
      visit.earns().at(40, () => place.ask({ ...booked(), exitedAt: place.now }, SYSTEM))
    },
    key: ofExemption,
  },
]
