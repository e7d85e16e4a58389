import { type FiledExit, fen, type GateRecord, sumFen } from '@pingting/contract'
import { idOf } from '../../../../server/src/hub/ids.ts'
import { letOut } from '../let-out.ts'
import { driveIn, driveOut, plateOf, type Visit } from '../visit.ts'
import { answering, ofExemption, ofExit, ofOwed, type Way } from './break.ts'

/** The news of his car never reaches him: what the hall is asked comes to nothing. */
const forget = (visit: Visit): Visit => {
  answering(
    visit.place,
    command => command.type === 'exemption.consider' && command.ticketId === visit.ticketId,
    () => [],
  )
  return visit
}

export const B1: readonly Way[] = [
  {
    what: 'the hall is not asked again when his car comes',
    ...{ play: visit => void forget(visit).served().rates().enters(6), key: ofOwed },
  },
  {
    what: 'a plate that the camera was not sure of, at which nobody looked',
    profiles: ['methods'],
    ...{ play: visit => void visit.enters(-20, { confidence: 60 }).served().rates(), key: ofOwed },
  },
]

/** At half past seven nobody else is about: what is lost is of this car. */
const QUIET = 7 * 60 + 30

const lost = (play: (visit: Visit, stayId: string) => void) => (visit: Visit) => {
  const { place } = visit
  const first = idOf('first', visit.name)
  place.at(QUIET - 20, () =>
    driveIn(place, { stayId: first, plate: plateOf('M', visit.number), carClass: 'monthCard' }),
  )
  place.at(QUIET, () => place.bridge.goAway())
  play(visit, idOf('lost', visit.name))
  place.at(QUIET + 20, () => place.gate.forget())
  place.at(QUIET + 21, () => place.bridge.comeBack())
}
const ofGap = ({ place }: Visit): string => `gap|${place.lotId}|${place.gate.ledger.controllerEpoch}|2`

export const B10: readonly Way[] = [
  {
    what: 'a stretch of facts that the gate dropped',
    profiles: ['methods', 'registers'],
    play: lost(({ place, number }, stayId) => {
      place.at(QUIET + 2, () => driveIn(place, { stayId, plate: plateOf('L', number), carClass: 'monthCard' }))
      place.at(QUIET + 12, () => driveOut(place, stayId))
    }),
    key: ofGap,
  },
  {
    what: 'one fact that the gate dropped, of a car that leaves later',
    profiles: ['methods', 'registers'],
    play: lost(({ place, number }, stayId) => {
      place.at(QUIET + 2, () => driveIn(place, { stayId, plate: plateOf('L', number) }))
      place.at(QUIET + 90, () => driveOut(place, stayId))
    }),
    key: ofGap,
  },
]

const again = (visit: Visit, types: readonly string[]): unknown =>
  visit.at(75, () => visit.place.gate.repeat(({ stayId, type }) => stayId === visit.stayId && types.includes(type)))

export const B11: readonly Way[] = [
  {
    what: 'a use and its exit told twice',
    ...{ play: visit => again(visit.earns().leaves(), ['ExemptionHonoured', 'VehicleExited']), key: ofExemption },
  },
  { what: 'a use told twice', play: visit => again(visit.earns().leaves(), ['ExemptionHonoured']), key: ofExemption },
  {
    what: 'an exit that was paid for told twice',
    ...{ play: visit => again(visit.enters().served().leaves(), ['VehicleExited']), key: ofExit() },
  },
]

const twist = (visit: Visit, change: (exit: GateRecord & { kind: 'exited' }) => object): unknown =>
  visit.place.gate.twists.set(visit.stayId, one => (one.kind === 'exited' ? { ...one, ...change(one) } : one))

export const B12: readonly Way[] = [
  {
    what: 'a barrier opened by hand',
    profiles: ['methods'],
    ...{ play: visit => void visit.enters().served().leaves(70, 'manual'), key: ofExit() },
  },
  {
    what: 'a barrier opened by hand, where nothing was due',
    profiles: ['methods'],
    ...{ play: visit => void visit.enters().served().leaves(5, 'manual'), key: ofExit(5) },
  },
  {
    what: 'a car that followed another',
    profiles: ['methods'],
    ...{ play: visit => void visit.enters().served().leaves(70, 'tailgate'), key: ofExit() },
  },
  {
    what: 'let go free on a key that is none of ours',
    profiles: ['methods'],
    play(visit) {
      visit
        .enters()
        .served()
        .at(70, () => letOut(visit.place, visit.stayId, { grantKey: 'shop-7' }))
    },
    key: ofExit(),
  },
  {
    what: 'let off without a key',
    profiles: ['registers'],
    play(visit) {
      twist(visit, ({ feeBeforeFen }) => ({ feeWaivedFen: feeBeforeFen, feeAfterFen: fen(0) }))
      visit.enters().served().leaves()
    },
    key: ofExit(),
  },
]

export const B13: readonly Way[] = [
  {
    what: 'an order that came when he had paid and left',
    play(visit) {
      visit.mishap({ order: 'lost' }).earns().leaves()
      visit.at(72, () => visit.place.bridge.mishaps.delete(visit.ticketId))
    },
    key: ofOwed,
  },
  {
    what: 'an order the gate had no room for',
    play: visit => void visit.mishap({ order: 'unkept', refusal: 'STORE_FULL' }).earns().leaves(),
    key: ofOwed,
  },
  {
    what: 'the hall was not asked again when his car came',
    ...{ play: visit => void forget(visit).served().rates().enters(6).leaves(), key: ofOwed },
  },
  {
    what: 'a plate at which nobody looked until he paid',
    profiles: ['methods'],
    ...{ play: visit => void visit.enters(-20, { confidence: 60 }).served().rates().leaves(), key: ofOwed },
  },
  {
    what: 'others let him off a part, and he paid the rest',
    profiles: ['coupons'],
    play(visit) {
      const part = ({ feeBeforeFen }: { feeBeforeFen: number }) =>
        ({ feeWaivedFen: fen(100), feeAfterFen: fen(feeBeforeFen - 100) }) as const
      twist(visit, exit => ({ ...part(exit), sharedWaiver: true }))
      visit.mishap({ order: 'unkept', refusal: 'INVALID' }).earns().leaves()
    },
    key: ofOwed,
  },
]

/** Where there is no key its cell is empty. */
const withoutNothing = (exit: FiledExit): FiledExit =>
  Object.fromEntries(Object.entries(exit).filter(([, value]) => value !== undefined)) as FiledExit

const filed = (change: (exit: FiledExit) => Partial<FiledExit>, play: (visit: Visit) => unknown) => (visit: Visit) => {
  visit.place.filed.set(visit.stayId, exit => withoutNothing({ ...exit, ...change(exit) }))
  play(visit)
}
const ofFile = { moments: ['final'], isFiled: true } as const

/** The car park's own file says otherwise. */
export const B9_FILED: readonly Way[] = [
  {
    what: 'the file says that less was paid',
    ...ofFile,
    play: filed(
      ({ feeAfterFen }) => ({ feeBeforeFen: fen(feeAfterFen - 100), feeAfterFen: fen(feeAfterFen - 100) }),
      visit => visit.enters().served().leaves(),
    ),
    key: ofExit(),
  },
  {
    what: 'the file says that more was waived',
    ...ofFile,
    play: filed(
      ({ feeBeforeFen, feeWaivedFen }) => ({
        ...{ feeBeforeFen: sumFen([feeBeforeFen, fen(200)]), feeWaivedFen: sumFen([feeWaivedFen, fen(200)]) },
      }),
      visit => visit.earns().leaves(),
    ),
    key: ofExit(),
  },
  {
    what: 'the file says other minutes',
    ...ofFile,
    ...{
      play: filed(
        ({ minutes }) => ({ minutes: minutes + 1 }),
        visit => visit.earns().leaves(),
      ),
      key: ofExit(),
    },
  },
  {
    what: 'the file says that nothing of ours was used',
    ...ofFile,
    play: filed(
      ({ feeBeforeFen }) => ({ key: undefined, minutes: 0, feeWaivedFen: fen(0), feeAfterFen: feeBeforeFen }),
      visit => visit.earns().leaves(),
    ),
    key: ofExit(),
  },
  {
    what: 'a use of which only the file tells',
    ...ofFile,
    profiles: ['coupons'],
    play(visit) {
      visit
        .earns()
        .at(60, () => visit.place.gate.silent.add(visit.stayId))
        .leaves()
    },
    key: ofExemption,
  },
]

export const B6_FILED: readonly Way[] = [
  {
    what: 'the file says that it was used, where the bridge told that he paid',
    ...ofFile,
    play(visit) {
      const free = { minutes: 90, feeWaivedFen: fen(400), feeAfterFen: fen(0), feeBeforeFen: fen(400) }
      filed(
        () => ({ ...free, key: visit.exemptionId }),
        () => visit.mishap({ order: 'unkept', refusal: 'ALREADY_PAID' }).earns().leaves(),
      )(visit)
    },
    key: ofExemption,
  },
]

export const B13_FILED: readonly Way[] = [
  {
    what: 'an exit of which only the file tells, where he paid what he had earned',
    ...ofFile,
    profiles: ['coupons'],
    play(visit) {
      visit.mishap({ order: 'unkept', refusal: 'INVALID' }).earns()
      visit.at(60, () => visit.place.gate.silent.add(visit.stayId)).leaves()
    },
    key: ofOwed,
  },
]
