import { addMs, isRefusal } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { due } from '../../../server/src/exemptions/due.ts'
import {
  exemptionOfTicket,
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
  LOT,
  SYSTEM,
  tablet,
  throughJson,
  typesOf,
  type Wish,
  World,
} from '../reactions/world.ts'
import { gateWords } from './gate-words.ts'

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

const use = (exemptionId: string, gateSeq: number, exitedAt: string): Wish => ({
  ...{ type: 'exemption.honour', exemptionId, lotId: LOT, stayId: 's1', gateEpoch: 'g1', gateSeq },
  ...{ minutesApplied: 60, ...FREE, exitedAt },
})

const answers = (exemptionId: string) => ({
  ...gateWords(exemptionId),
  honour: use(exemptionId, 9, MIDNIGHT),
  honourLate: use(exemptionId, 10, addMs(RUN_OUT, 5_001)),
  expire: { type: 'exemption.expire', exemptionId } as Wish,
})
type Word = keyof ReturnType<typeof answers>

/** What each answer says in each state; the events, or the refusal. */
const table: Record<string, Partial<Record<Word, string>>> = {
  granted: {
    ...{ confirm: 'exemption.confirmed', refuse: 'exemption.refused', doubt: 'exemption.doubted' },
    ...{ freeze: 'exemption.frozen', revoke: 'exemption.revoked', consumed: '', honour: 'exemption.honoured' },
    ...{ expire: 'exemption.expired', honourLate: 'exemption.honoured' },
  },
  confirmed: {
    ...{ confirm: '', refuse: 'exemption.refused', doubt: '', freeze: 'exemption.frozen' },
    ...{ revoke: 'exemption.revoked', consumed: '', honour: 'exemption.honoured', expire: 'exemption.expired' },
    honourLate: 'exemption.honoured',
  },
  honoured: {
    ...{ confirm: '', refuse: 'exemption.ended', doubt: '', freeze: '', revoke: 'exemption.ended', consumed: '' },
    ...{ honour: '', honourLate: 'exemption.mismatched', expire: 'exemption.ended' },
  },
  refused: {
    ...{ confirm: 'exemption.ended', refuse: '', doubt: '', freeze: '', revoke: '', consumed: '' },
    ...{ honour: 'exemption.honoured', honourLate: 'exemption.mismatched', expire: 'exemption.ended' },
  },
  revoked: {
    ...{ confirm: 'exemption.ended', refuse: '', doubt: '', freeze: '', revoke: '', consumed: '' },
    ...{ honour: 'exemption.honoured', honourLate: 'exemption.mismatched', expire: 'exemption.ended' },
  },
  expired: {
    ...{ confirm: '', refuse: '', doubt: '', freeze: '', revoke: '', consumed: '' },
    ...{ honour: 'exemption.honoured', honourLate: 'exemption.mismatched', expire: 'exemption.ended' },
  },
}
const path: Record<string, Word[]> = {
  ...{ granted: [], confirmed: ['confirm'], honoured: ['honour'], refused: ['refuse'], revoked: ['revoke'] },
  expired: ['expire'],
}

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
  test('[EX12] nobody knows is refused by every command, but what was used of it is told', () => {
    const world = new World()
    const { honour, honourLate, ...others } = answers(fakeId('none'))
    for (const wish of [honour, honourLate]) expect(typesOf(world.send(wish))).toEqual(['exemption.mismatched'])
    for (const wish of Object.values(others)) expect(typesOf(world.send(wish, BRIDGE))).toEqual(['exemption.unknown'])
  })

  test('[EX10] confirmed by a gate of another epoch is confirmed anew', () => {
    const { world, word } = granted()
    world.send(word.confirm)
    expect(typesOf(world.send({ ...word.confirm, gateEpoch: 'g2' } as Wish))).toEqual(['exemption.confirmed'])
  })

  test('[GT16] takes no answer of a bridge that was relieved, and takes it of the one in office', () => {
    const { world, word } = granted()
    world.toLot({ type: 'lot.lease', commandId: fakeId('relieved'), bridgeId: 'b2' })
    const told = [word.confirm, word.refuse, word.doubt, word.freeze, word.revoke]

    for (const wish of told) expect(world.send(wish, BRIDGE)).toEqual({ refused: 'lot.fenced', about: '2' })

    expect(typesOf(world.send({ ...word.confirm, bridgeEpoch: 2 } as Wish, BRIDGE))).toEqual(['exemption.confirmed'])
  })

  test('[AC5] takes no answer of the bridge of another lot of the same hall, whatever number it gives', () => {
    const { world, word } = granted()
    const another = { kind: 'bridge', lotIds: ['west'] } as const
    const told = [word.confirm, word.refuse, word.doubt, word.freeze, word.revoke]

    for (const wish of told)
      expect(world.send({ ...wish, bridgeEpoch: 9 } as Wish, another as never)).toEqual({ refused: 'access.denied' })

    expect(typesOf(world.send(word.confirm, BRIDGE))).toEqual(['exemption.confirmed'])
  })

  test('[GT16] takes the answer of a bridge whose lease has not come to this hub yet', () => {
    const { world, word } = granted()
    expect(typesOf(world.send({ ...word.confirm, bridgeEpoch: 7 } as Wish, BRIDGE))).toEqual(['exemption.confirmed'])
  })

  test('[EX30] whose confirmation the books cannot find at the gate is in doubt; a bridge says no such thing', () => {
    const { world, word } = granted()
    const books = { kind: 'system', part: 'books' } as const
    world.send(word.confirm)
    expect(world.send(word.doubt, BRIDGE)).toEqual([])
    expect(typesOf(world.send(word.doubt, books))).toEqual(['exemption.doubted'])
    expect(world.send(word.doubt, books)).toEqual([])
  })

  test('[EX38] which only a lost ledger confirmed is in doubt once the present one did not answer', () => {
    const { world, word } = granted()
    world.lot.gateEpoch = 'g1'
    world.send(word.confirm)
    expect(world.send(word.doubt, BRIDGE)).toEqual([])

    world.lot.gateEpoch = 'g2'
    expect(typesOf(world.send(word.doubt, BRIDGE))).toEqual(['exemption.doubted'])
    expect(typesOf(world.send({ ...word.confirm, gateEpoch: 'g2' } as Wish, BRIDGE))).toEqual(['exemption.confirmed'])
    expect(world.send(word.doubt, BRIDGE)).toEqual([])
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

  test('[EX19] a ticket that waits for its car shows the plate it waits for, corrected since', () => {
    const world = new World()
    const ticketId = world.visit('A001', PLATE)
    expect(withheldRows(world.exemptions)).toMatchObject({ [ticketId]: { reason: 'NOT_INSIDE', plate: PLATE } })
    expect(typesOf(world.bind(ticketId, '鲁F12346'))).toEqual(['plate.corrected'])
    expect(withheldRows(world.exemptions)).toMatchObject({ [ticketId]: { reason: 'NOT_INSIDE', plate: '鲁F12346' } })
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
