import { addMs, type GateReason, isRefusal } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { due } from '../../../server/src/exemptions/due.ts'
import {
  exemptionOfTicket,
  exemptionRowsForOperator,
  orderOf,
  plateOfTicket,
  plateTally,
  withheldRows,
} from '../../../server/src/exemptions/view.ts'
import {
  BRIDGE,
  DAY,
  FREE,
  fakeId,
  SYSTEM,
  staff,
  tablet,
  throughJson,
  typesOf,
  type Wish,
  World,
} from '../reactions/world.ts'

const PLATE = '鲁F12345'
const MIDNIGHT = '2026-11-23T16:00:00.000Z'
const RUN_OUT = addMs(MIDNIGHT, 720_000)

const granted = () => {
  const world = new World()
  world.enter('s1', PLATE)
  const ticketId = world.visit('A001', PLATE)
  const { exemptionId } = world.exemption(ticketId)!
  return { world, ticketId, exemptionId, word: answers(exemptionId), status: () => world.exemption(ticketId)?.status }
}

const answers = (exemptionId: string) => ({
  confirm: { type: 'exemption.confirm', exemptionId, gateEpoch: 'g1', ledgerSeq: 1 } as Wish,
  refuse: { type: 'exemption.refuse', exemptionId, reason: 'STORE_FULL' as GateReason } as Wish,
  doubt: { type: 'exemption.doubt', exemptionId } as Wish,
  freeze: { type: 'exemption.freeze', exemptionId } as Wish,
  revoke: { type: 'exemption.recordRevocation', exemptionId, outcome: 'Revoked' } as Wish,
  consumed: { type: 'exemption.recordRevocation', exemptionId, outcome: 'AlreadyConsumed' } as Wish,
  honour: {
    type: 'exemption.honour',
    exemptionId,
    gateSeq: 9,
    minutesApplied: 60,
    ...FREE,
    exitedAt: MIDNIGHT,
  } as Wish,
  expire: { type: 'exemption.expire', exemptionId } as Wish,
})
type Word = keyof ReturnType<typeof answers>

/** What each answer says in each state; the events, or the refusal. */
const table: Record<string, Partial<Record<Word, string>>> = {
  granted: {
    ...{ confirm: 'exemption.confirmed', refuse: 'exemption.refused', doubt: 'exemption.doubted' },
    ...{ freeze: 'exemption.frozen', revoke: 'exemption.revoked', consumed: '', honour: 'exemption.honoured' },
    expire: 'exemption.expired',
  },
  confirmed: {
    ...{ confirm: '', refuse: 'exemption.refused', doubt: '', freeze: 'exemption.frozen' },
    ...{ revoke: 'exemption.revoked', consumed: '', honour: 'exemption.honoured', expire: 'exemption.expired' },
  },
  honoured: {
    ...{ confirm: '', refuse: 'exemption.ended', doubt: '', freeze: '', revoke: 'exemption.ended', consumed: '' },
    ...{ honour: 'exemption.ended', expire: 'exemption.ended' },
  },
  refused: {
    ...{ confirm: 'exemption.ended', refuse: '', doubt: '', freeze: '', revoke: '', consumed: '' },
    ...{ honour: 'exemption.ended', expire: 'exemption.ended' },
  },
  revoked: {
    ...{ confirm: 'exemption.ended', refuse: '', doubt: '', freeze: '', revoke: '', consumed: '' },
    ...{ honour: 'exemption.ended', expire: 'exemption.ended' },
  },
  expired: {
    ...{ confirm: '', refuse: '', doubt: '', freeze: '', revoke: '', consumed: '' },
    ...{ honour: 'exemption.honoured', expire: 'exemption.ended' },
  },
}
const path: Record<string, Word[]> = {
  ...{ granted: [], confirmed: ['confirm'], honoured: ['honour'], refused: ['refuse'], revoked: ['revoke'] },
  expired: ['expire'],
}

const isOpenStatus = (status: string | undefined) => status === 'granted' || status === 'confirmed'

describe.each(Object.keys(table))('an exemption that is %s', state => {
  test.each(Object.entries(table[state]!))('[EX10] told %s: "%s"', (word, expected) => {
    const { world, word: words, status } = granted()
    world.now = RUN_OUT
    for (const step of path[state]!) world.send(words[step], SYSTEM)
    expect(status()).toBe(state)
    expect(typesOf(world.send(words[word as Word], SYSTEM)).join()).toBe(expected)
  })

  test('[EX11] told anything a second time changes nothing more', () => {
    for (const word of Object.keys(table[state]!) as Word[]) {
      const { world, word: words } = granted()
      world.now = RUN_OUT
      for (const step of path[state]!) world.send(words[step], SYSTEM)
      world.send(words[word], SYSTEM)
      const once = throughJson(world.exemptions)
      for (let times = 0; times < 3; times += 1) world.send(words[word], SYSTEM)
      expect(world.exemptions).toEqual(once)
    }
  })
})

describe('an exemption', () => {
  test('[EX12] nobody knows is refused by every command', () => {
    const world = new World()
    for (const wish of Object.values(answers(fakeId('none'))))
      expect(typesOf(world.send(wish, BRIDGE))).toEqual(['exemption.unknown'])
  })

  test('[EX10] confirmed by a gate of another epoch is confirmed anew', () => {
    const { world, word } = granted()
    world.send(word.confirm)
    expect(typesOf(world.send({ ...word.confirm, gateEpoch: 'g2' } as Wish))).toEqual(['exemption.confirmed'])
  })

  test('[EX10] whose revocation got no answer is in doubt though it was confirmed', () => {
    const { world, ticketId, word } = granted()
    world.send(word.confirm)
    world.bind(ticketId, '鲁F54321')
    expect(typesOf(world.send(word.doubt))).toEqual(['exemption.doubted'])
  })

  test('[EX13] expires after its end, 120 s of grace and 10 min to settle, not a millisecond before', () => {
    const { world, exemptionId, word } = granted()
    world.now = addMs(RUN_OUT, -1)
    expect([due(world.exemptions, world.now), typesOf(world.send(word.expire))]).toEqual([[], ['exemption.not-due']])
    const command = { type: 'exemption.expire', exemptionId }
    expect(due(world.exemptions, RUN_OUT)).toEqual([{ key: `exemption.expire ${exemptionId}`, command }])
  })

  test('[EX13] does not expire while an answer is lost, and is no longer due once it has ended', () => {
    const { world, word } = granted()
    world.send(word.doubt)
    world.now = RUN_OUT
    expect([due(world.exemptions, RUN_OUT), typesOf(world.send(word.expire))]).toEqual([[], ['exemption.not-due']])
    world.send(word.confirm)
    expect(due(world.exemptions, RUN_OUT)).toHaveLength(1)
    world.send(word.expire)
    expect([due(world.exemptions, RUN_OUT), world.exemptions.openUntil.size]).toEqual([[], 0])
  })

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
    const wish = { type: 'exemption.approveWriteOff', exemptionId } as const
    expect(typesOf(world.send(wish, BRIDGE))).toEqual(['access.denied'])
  })

  test('[EX15] that the gate refused frees the stay and the plate for another ticket, and is not granted again', () => {
    const { world, ticketId, word } = granted()
    world.send(word.refuse)
    expect(plateTally(world.exemptions, DAY, PLATE)).toBe(0)
    expect(world.send({ type: 'exemption.consider', ticketId })).toEqual([])
    expect(world.exemption(world.visit('A002', PLATE))).toMatchObject({ status: 'granted', stayId: 's1' })
    expect(plateTally(world.exemptions, DAY, PLATE)).toBe(1)
  })

  test('[EX16] is ordered at the gate as the site, plate, minutes and validity that were granted', () => {
    const { world, exemptionId } = granted()
    expect(orderOf(world.exemptions, exemptionId)).toMatchObject({
      ...{ key: exemptionId, siteId: 'east', plate: PLATE, plateColour: 1, kind: 'time', freeMinutes: 120 },
      ...{ notAfter: MIDNIGHT, maxUses: 1, stackRule: 'max' },
    })
    expect(orderOf(world.exemptions, fakeId('none'))).toBeUndefined()
  })
})

describe('a plate', () => {
  test('[EX17] is bound once, normalised, with the colour of its class', () => {
    const world = new World()
    const ticketId = world.take('A001')
    expect(world.bind(ticketId, '鲁f·ｄ12345')).toMatchObject([
      { type: 'plate.bound', plate: '鲁FD12345', plateColour: 5, revision: 0 },
    ])
    expect(plateOfTicket(world.exemptions, ticketId)).toBe('鲁FD12345')
  })

  test('[EX18] is refused in a fixed order: ticket, ended, tablet, text, used, corrected', () => {
    const { world, ticketId } = granted()
    const ended = world.take('A002')
    world.commit([{ type: 'ticket.cancelled', v: 1, at: world.now, ticketId: ended }])
    const code = (id: string, plate: string, actor = tablet('1')) => {
      const answer = world.ask({ type: 'plate.bind', ticketId: id, plate }, actor)
      return isRefusal(answer) ? answer.refused : answer.length
    }
    expect(code('20261123-A009', 'x')).toBe('ticket.unknown')
    expect(code(ended, 'x')).toBe('ticket.ended')
    expect(code(ticketId, 'x', tablet('2'))).toBe('ticket.not-here')
    expect(code(ticketId, 'x')).toBe('plate.malformed')
    world.bind(ticketId, '鲁F54321')
    expect(code(ticketId, '鲁F11111')).toBe('plate.already-corrected')
    world.honour('s1', world.exemption(ticketId)!.exemptionId)
    expect(code(ticketId, '鲁F11111')).toBe('plate.too-late')
    expect(code(ticketId, '鲁F54321')).toBe(0)
  })
})

describe('views and forgetting', () => {
  test('[EX19] a ticket shows its exemption, or why there is none, with the plate of that moment', () => {
    const world = new World()
    const ticketId = world.serve(world.take('A001'))
    world.rate(ticketId)
    world.bind(ticketId, PLATE)
    expect(withheldRows(world.exemptions)).toMatchObject({ [ticketId]: { reason: 'NOT_SERVED' } })
    expect(exemptionOfTicket(world.exemptions, ticketId)).toMatchObject({ reason: 'NOT_SERVED' })
    expect(withheldRows(world.exemptions)[ticketId]).not.toHaveProperty('plate')
    world.enter('s1', PLATE)
    world.finish(ticketId)
    expect(withheldRows(world.exemptions)).toEqual({})
    expect(exemptionOfTicket(world.exemptions, ticketId)).toMatchObject({ status: 'granted', plate: PLATE })
  })

  test('[EX20] day close keeps today and what may still be rated or honoured, and forgets the rest in time', () => {
    const { world, ticketId, exemptionId, word } = granted()
    const unrated = world.serve(world.take('A002'))
    world.finish(unrated)
    const close = (businessDay: string) => world.commit([{ type: 'hall.dayClosed', v: 1, at: world.now, businessDay }])
    close(DAY)
    expect(world.exemptions.claims.size).toBe(2)
    close('2026-11-24')
    expect([...world.exemptions.claims.keys()]).toEqual([ticketId, unrated])
    world.now = RUN_OUT
    world.send(word.expire)
    close('2026-11-30')
    expect([...world.exemptions.claims.keys()]).toEqual([unrated])
    expect(world.exemptions.exemptions.has(exemptionId)).toBe(true)
    close('2026-12-02')
    world.commit([{ type: 'evaluation.lapsed', v: 1, at: world.now, ticketId: unrated }])
    expect([world.exemptions.exemptions.size, world.exemptions.claims.size, world.exemptions.byStay.size]).toEqual([
      0, 0, 0,
    ])
    expect([world.exemptions.byPlate.size, world.exemptions.plateTallies.size]).toEqual([0, 0])
    expect(world.exemptions.books.expired).toEqual({ count: 1, minutes: 120 })
  })
})
