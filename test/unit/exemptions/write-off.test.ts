import { addMs } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { exemptionRowsForOperator } from '../../../server/src/exemptions/view.ts'
import { BRIDGE, FREE, LOT, SYSTEM, staff, typesOf, type Wish, World } from '../reactions/world.ts'
import { gateWords } from './gate-words.ts'

const MIDNIGHT = '2026-11-23T16:00:00.000Z'
const RUN_OUT = addMs(MIDNIGHT, 720_000)

const granted = () => {
  const world = new World()
  world.enter('s1', '鲁F12345')
  const ticketId = world.visit('A001', '鲁F12345')
  const { exemptionId } = world.exemption(ticketId)!
  return { world, ticketId, exemptionId, word: answers(exemptionId), status: () => world.exemption(ticketId)?.status }
}

const answers = (exemptionId: string) => ({
  ...gateWords(exemptionId),
  honour: {
    ...{ type: 'exemption.honour', exemptionId, lotId: LOT, stayId: 's1', gateEpoch: 'g1', gateSeq: 9 },
    ...{ minutesApplied: 60, ...FREE, exitedAt: MIDNIGHT },
  } as Wish,
  expire: { type: 'exemption.expire', exemptionId } as Wish,
})
type Word = keyof ReturnType<typeof answers>

const isOpenStatus = (status: string | undefined) => status === 'granted' || status === 'confirmed'

describe('an exemption', () => {
  test('[EX14] is written off by two persons, neither by one nor without a proposal', () => {
    const { world, exemptionId, status, word } = granted()
    const propose = (id: string) =>
      typesOf(world.send({ type: 'exemption.proposeWriteOff', exemptionId, reason: 'lost' }, staff(id, 'operator')))
    const approve = (id: string) =>
      typesOf(world.send({ type: 'exemption.approveWriteOff', exemptionId }, staff(id, 'operator')))
    expect(approve('o2')).toEqual(['exemption.no-proposal'])
    expect([propose('o1'), propose('o1')]).toEqual([['exemption.writeOffProposed'], []])
    expect(approve('o1')).toEqual(['exemption.same-person'])
    expect(approve('o2')).toEqual(['exemption.writeOffApproved', 'exemption.revocationRequested'])
    expect([approve('o2'), propose('o3'), status()]).toEqual([[], [], 'granted'])
    expect([typesOf(world.send(word.revoke)), status()]).toEqual([['exemption.writtenOff'], 'writtenOff'])
    expect([propose('o1'), approve('o2')]).toEqual([['exemption.ended'], ['exemption.ended']])
  })

  const underWriteOff = (...before: Word[]) => {
    const { world, ticketId, exemptionId, word, status } = granted()
    for (const step of before) world.send(word[step])
    world.send({ type: 'exemption.proposeWriteOff', exemptionId, reason: 'lost' }, staff('o1', 'operator'))
    const approved = world.send({ type: 'exemption.approveWriteOff', exemptionId }, staff('o2', 'operator'))
    const writeOff = () => exemptionRowsForOperator(world.exemptions)[exemptionId]?.writeOff
    return { world, ticketId, exemptionId, word, status, approved: typesOf(approved), writeOff }
  }

  test.each<Word[]>([[], ['doubt'], ['confirm'], ['confirm', 'freeze']])(
    '[EX14] that the gate holds or may hold is written off only when the gate has given it back',
    (...before) => {
      const { world, word, status, approved, writeOff } = underWriteOff(...before)
      expect(approved).toEqual(['exemption.writeOffApproved', 'exemption.revocationRequested'])
      expect([isOpenStatus(status()), writeOff()]).toEqual([true, 'approved'])
      expect(world.exemptions.books.writtenOff.count).toBe(0)
      expect(world.send(word.revoke)).toMatchObject([{ type: 'exemption.writtenOff', staffId: 'o2' }])
      expect([status(), world.exemptions.books.writtenOff.count]).toEqual(['writtenOff', 1])
    },
  )

  test('[EX14] that was consumed before it could be taken back is honoured, and the write-off is seen to have no effect', () => {
    const { world, word, status, writeOff } = underWriteOff('confirm')
    expect([typesOf(world.send(word.consumed)), status()]).toEqual([['exemption.writeOffLapsed'], 'confirmed'])
    expect([typesOf(world.send(word.consumed)), writeOff()]).toEqual([[], 'lapsed'])
    expect([typesOf(world.send(word.honour)), status()]).toEqual([['exemption.honoured'], 'honoured'])
    const other = underWriteOff('confirm')
    expect(typesOf(other.world.send(other.word.honour))).toEqual(['exemption.honoured', 'exemption.writeOffLapsed'])
    expect([other.status(), other.writeOff()]).toEqual(['honoured', 'lapsed'])
  })

  test.each<[Word, string]>([
    ['refuse', 'exemption.refused'],
    ['expire', 'exemption.expired'],
  ])('[EX14] that ends on another road first (%s) lets the write-off lapse, in the same commit', (last, ended) => {
    const { world, word, writeOff } = underWriteOff()
    world.now = RUN_OUT
    expect(typesOf(world.send(word[last]))).toEqual([ended, 'exemption.writeOffLapsed'])
    expect(writeOff()).toBe('lapsed')
  })

  test('[EX14] already being taken back for a corrected plate is written off by the same answer, and nothing new is granted', () => {
    const { world, ticketId, exemptionId, word, status } = granted()
    world.bind(ticketId, '鲁F54321')
    world.enter('s2', '鲁F54321')
    world.send({ type: 'exemption.proposeWriteOff', exemptionId, reason: 'lost' }, staff('o1', 'operator'))
    const approved = world.send({ type: 'exemption.approveWriteOff', exemptionId }, staff('o2', 'operator'))
    expect(typesOf(approved)).toEqual(['exemption.writeOffApproved'])
    expect([typesOf(world.send(word.revoke)), status()]).toEqual([['exemption.writtenOff'], 'writtenOff'])
  })

  test('[EX14] only staff propose and approve', () => {
    const { world, exemptionId } = granted()
    const approve = { type: 'exemption.approveWriteOff', exemptionId } as const
    const propose = { type: 'exemption.proposeWriteOff', exemptionId, reason: 'lost' } as const
    for (const wish of [propose, approve])
      for (const actor of [BRIDGE, SYSTEM]) expect(typesOf(world.send(wish, actor))).toEqual(['access.denied'])
  })
})
