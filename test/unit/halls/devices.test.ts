import { addMinutes } from '@pingting/contract'
import { expect, test } from 'vitest'
import { decide } from '../../../server/src/halls/decide.ts'
import { initial } from '../../../server/src/halls/state.ts'
import { Floor, MORNING, theClock } from '../tickets/floor.ts'

const hex = (digit: string) => digit.repeat(64)
const KEY = 'k'.repeat(43)
const invite = (deviceId: string, digit: string, expiresAt = addMinutes(MORNING, 60)) =>
  ({ type: 'device.invite', deviceId, kind: 'board', codeHash: hex(digit), expiresAt }) as const
const enrol = (digit: string) => ({ type: 'device.enrol', codeHash: hex(digit), publicKey: KEY }) as const

test('[HL9] a key that names a device already is answered like a wrong code', () => {
  const floor = new Floor()
  floor.must(invite('b1', 'a'))
  floor.must(invite('b2', 'b'))
  floor.must(enrol('a'))
  expect(floor.refusal(enrol('b'))).toEqual({ refused: 'device.invite-invalid' })
})

test('[HL11] an invite taken back takes no other device’s with it', () => {
  const floor = new Floor()
  floor.must(invite('b1', 'a'))
  floor.must(invite('b2', 'b'))
  floor.must({ type: 'device.revoke', deviceId: 'b1' })
  expect([...floor.hall.invites.keys()]).toEqual([hex('b')])
})

test('[HL8] at day close an invite that has run out is forgotten, one that has not stays', () => {
  const floor = new Floor()
  floor.must(invite('b1', 'a', addMinutes(MORNING, 1)))
  floor.must(invite('b2', 'b', addMinutes(MORNING, 5_000)))
  floor.apply([{ type: 'hall.dayClosed', v: 1, at: addMinutes(MORNING, 60), businessDay: '2026-11-23' }])
  expect([...floor.hall.invites.keys()]).toEqual([hex('b')])
})

test('[JR20] a hall that was never opened cannot be restored', () => {
  const facts = { at: MORNING, businessDay: '2026-11-23', actor: theClock, idFor: (name: string) => name }
  const nothing = { ...facts, openTicketIds: [], servingTally: 0, openCounterIds: [] }
  const command = { type: 'hall.restore', commandId: 'any', backupId: 'b', backupAt: MORNING } as const
  expect(decide['hall.restore'](command, initial(), nothing)).toEqual({ refused: 'hall.unknown' })
})

test('[JR24] a day whose key is still needed is not erased', () => {
  const floor = new Floor()
  floor.take()
  const refused = floor.refusal({ type: 'hall.eraseDay', businessDay: '2026-11-23' }, theClock)
  expect(refused).toEqual({ refused: 'hall.day-kept', about: '2026-11-23' })
})

test('[JR24] a day of which nothing is needed is erased once, thirty days after its end', () => {
  // given a day on which a clerk opened his counter · when thirty-one days have passed
  const floor = new Floor().open(1)
  const erase = { type: 'hall.eraseDay', businessDay: '2026-11-23' } as const
  floor.wait(31 * 24 * 60)
  // then it is erased, and a second wish finds nothing to erase
  expect(floor.must(erase, theClock)).toMatchObject([{ type: 'hall.dayErased', businessDay: '2026-11-23' }])
  expect(floor.refusal(erase, theClock)).toEqual({ refused: 'hall.day-kept', about: '2026-11-23' })
})
