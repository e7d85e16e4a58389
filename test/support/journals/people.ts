import type { Fen } from '@pingting/contract'
import { idOf } from '../../../server/src/hub/ids.ts'
import type { Profile } from './gate.ts'
import { open, waive } from './let-out.ts'
import { MOMENTS } from './place.ts'
import { correctAtGate, driveIn, driveOut, IN, misread, plateOf, type Visit } from './visit.ts'

export interface Kind {
  /** Where not everywhere: what such a gate can tell. */
  profiles?: readonly Profile[]
  play(visit: Visit): void
}

const kind = (play: (visit: Visit) => void, ...profiles: Profile[]): Kind =>
  profiles.length === 0 ? { play } : { play, profiles }
const used = kind(visit => void visit.earns().leaves())

/** What people do on a day on which nothing is wrong. */
export const PEOPLE: readonly Kind[] = [
  ...[used, used, used, used, used, used],
  // He stays longer than is free, and pays the rest.
  kind(visit => void visit.earns().leaves(200)),
  // Within the half hour that costs nobody anything.
  kind(visit => void visit.earns().leaves(5)),
  // He rates nothing.
  kind(visit => void visit.enters().served().leaves()),
  // He is done with the form before he can have read it.
  kind(visit => void visit.enters().served().rates(2, 1).leaves()),
  // He paid at the machine before he rated.
  kind(visit => void visit.enters(-35).served().pays(1).rates().leaves(10)),
  // And while his order was on its way.
  kind(visit => void visit.enters(-35).served().rates().pays(2).leaves(10)),
  // He rates when he has left.
  kind(visit => void visit.enters(-35).served().leaves(2).rates(3)),
  // A month card.
  kind(visit => void visit.enters(-20, { carClass: 'monthCard' }).served().rates().leaves()),
  // The camera read nothing.
  kind(visit => void visit.enters(-20, { plate: undefined }).served(undefined).rates().leaves()),
  // He came by bus.
  kind(visit => void visit.served(undefined).rates()),
  // Somebody was to fetch him, and did not come.
  kind(visit => void visit.served().rates()),
  // Or came later.
  kind(visit => void visit.enters(6).served().rates().leaves(80)),
  // A plate that nobody has, put right by himself.
  kind(visit => void visit.enters().served(plateOf('X', visit.number)).rates().binds(4).leaves()),
  // A plate that another car has, which pays after all.
  kind(visit => {
    const [stayId, plate] = [idOf('other', visit.name), plateOf('G', visit.number)]
    visit.at(-25, () => driveIn(visit.place, { stayId, plate })).leaves(50, undefined, stayId)
    visit.enters().served(plate).rates().binds(4).leaves()
  }),
  // The camera misread it, and the attendant puts it right.
  kind(visit => {
    visit
      .enters(-20, { plate: misread(visit.plate) })
      .served()
      .rates()
    visit.at(5, () => correctAtGate(visit.place, visit.stayId, visit.plate)).leaves()
  }),
  // He has it already, and is put right then.
  kind(visit => {
    visit.earns().at(5, () => correctAtGate(visit.place, visit.stayId, misread(visit.plate)))
    visit.leaves()
  }),
  // The camera was not sure, and a person has looked at the picture.
  kind(visit => {
    const { place, stayId } = visit
    visit.enters(-20, { confidence: 60 }).served().rates()
    visit.at(6, () => place.askLot({ type: 'lot.reviewPlate', stayId }, place.staff('operator'))).leaves()
  }, 'methods'),
  // And has seen another plate there: the gate goes on knowing the car by the one it read.
  kind(visit => {
    const { place, stayId, plate } = visit
    visit
      .enters(-20, { plate: misread(plate), confidence: 60 })
      .served()
      .rates()
    visit.at(6, () => place.askLot({ type: 'lot.reviewPlate', stayId, plate }, place.staff('operator'))).leaves()
  }, 'methods'),
  // Bound one character off, which an operator has found.
  kind(visit => {
    const { place, stayId } = visit
    const match = () => ({ ticketId: visit.ticketId, lotId: place.lotId, stayId, reason: '照片' })
    visit.enters().served(misread(visit.plate)).rates()
    visit.at(8, () => place.ask({ type: 'plate.match', ...match() }, place.staff('operator'))).leaves()
  }),
  // Two persons have written it off before it was used.
  kind(visit => {
    const { place } = visit
    const about = () => ({ exemptionId: visit.exemptionId })
    visit.earns()
    visit.at(5, () =>
      place.ask({ type: 'exemption.proposeWriteOff', ...about(), reason: '误发' }, place.staff('operator', 'anna')),
    )
    visit.at(6, () => place.ask({ type: 'exemption.approveWriteOff', ...about() }, place.staff('operator', 'bo')))
    visit.leaves()
  }),
  // The same car comes again, and pays.
  kind(visit => {
    const [stayId, { plate, place }] = [idOf('again', visit.name), visit]
    visit.earns().leaves()
    visit.at(80, () => driveIn(place, { stayId, plate })).at(150, () => driveOut(place, stayId))
  }),
  // Lets others off too: of a platform’s one sum nobody knows what is whose.
  kind(visit => {
    visit.enters().served().leaves()
    const letOff = <F extends { feeBeforeFen: Fen; feeWaivedFen: Fen; feeAfterFen: Fen }>(exit: F): F => ({
      ...exit,
      ...{ feeWaivedFen: exit.feeBeforeFen, feeAfterFen: exit.feeWaivedFen },
    })
    visit.place.filed.set(visit.stayId, letOff)
    visit.place.gate.twists.set(visit.stayId, record =>
      record.kind === 'exited' ? { ...letOff(record), sharedWaiver: true } : record,
    )
  }, 'coupons'),
  // It counted when he asked at the machine what was due, ten minutes before he left.
  kind(visit => {
    const { place, stayId } = visit
    visit.earns().at(60, () => waive(place, stayId, { grantKey: visit.exemptionId }))
    visit.at(70, () => open(place, stayId))
  }, 'coupons'),
  // The gate tells what it waived after the exit.
  kind(visit => {
    const { place, stayId } = visit
    visit.earns().at(70, () => open(place, stayId))
    visit.at(70, () => waive(place, stayId, { grantKey: visit.exemptionId }))
  }),
  // What a platform has told already it tells again.
  kind(visit => {
    const { place, stayId } = visit
    visit.earns().leaves()
    visit.at(30, () => place.gate.repeat(event => event.stayId === stayId && event.type === 'VehicleEntered'))
  }, 'coupons'),
  // Another car is given the name of a stay that is over, and pays.
  kind(visit => {
    const { place, stayId, number } = visit
    const car = { stayId, plate: plateOf('N', number), plateRaw: plateOf('N', number), confidence: 98, laneId: IN }
    visit.earns().leaves().leaves(140)
    visit.at(80, () => {
      const at = { at: place.now, enteredAt: place.now }
      place.gate.write({ type: 'VehicleEntered', ...car, ...at, carClass: 'casual' } as never)
    })
  }, 'methods'),
  // In the evening; in the last minute, which the gate grants; and the next morning, when it has run out.
  kind(visit => void visit.earns().leaves(18 * 60 + (visit.number % 60) - visit.servedAt)),
  kind(visit => void visit.earns().leaves(24 * 60 + 1 - visit.servedAt)),
  kind(visit => void visit.earns().leaves(32 * 60 - visit.servedAt)),
  // Rated a moment before the afternoon's pass, by who has just come, is about to come, or has been here all day.
  kind(
    visit =>
      void visit
        .enters()
        .served()
        .rates(MOMENTS.rolling - visit.servedAt)
        .leaves(MOMENTS.rolling + 30 - visit.servedAt),
  ),
  kind(
    visit =>
      void visit
        .enters()
        .served()
        .rates(MOMENTS.rolling - 9 - visit.servedAt),
  ),
  kind(
    visit =>
      void visit
        .served()
        .rates(MOMENTS.rolling - 30 - visit.servedAt)
        .enters(MOMENTS.rolling - 10 - visit.servedAt),
  ),
]

/** Those that a gate of that profile can tell. */
export const peopleOf = (profile: Profile): readonly Kind[] =>
  PEOPLE.filter(({ profiles }) => profiles?.includes(profile) ?? true)
