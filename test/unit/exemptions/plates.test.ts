import { isRefusal } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { plateOfTicket } from '../../../server/src/exemptions/view.ts'
import {
  BRIDGE,
  citizen,
  fakeId,
  KIOSK,
  LOT,
  staff,
  tablet,
  throughJson,
  typesOf,
  type Wish,
  World,
} from '../reactions/world.ts'

const PLATE = '鲁F12345'
const choose = (ticketId: string, choice = 'that one'): Wish => ({ type: 'plate.choose', ticketId, choice })

/** Served and rated with no plate; a car is inside, and was shown for the ticket. */
function given(plate = PLATE) {
  const world = new World()
  world.enter('s1', plate)
  const ticketId = world.visit('A001')
  world.shown.set(`${ticketId} that one`, 's1')
  return { world, ticketId }
}

describe('a car chosen by its last characters', () => {
  test('[PL14] is bound by the plate the gate knows, with its colour, and earns as a plate typed does', () => {
    const { world, ticketId } = given('鲁f·d12345')
    const events = world.send(choose(ticketId), citizen(ticketId))
    expect(events).toMatchObject([
      { type: 'plate.bound', ticketId, plate: '鲁FD12345', plateColour: 5, revision: 0 },
      { type: 'exemption.granted', plate: '鲁FD12345', stayId: 's1' },
    ])
    expect(throughJson(events)).not.toContain('that one')
  })

  test('[PL14] is the car as it is called by now: an attendant may have put its plate right', () => {
    const { world, ticketId } = given('鲁F99999')
    world.gate({ kind: 'plateCorrected', stayId: 's1', plate: PLATE } as never)
    world.send(choose(ticketId), citizen(ticketId))
    expect(plateOfTicket(world.exemptions, ticketId)).toBe(PLATE)
  })

  test('[PL14] chosen again changes nothing; another car is the one correction, and a third is refused', () => {
    const { world, ticketId } = given()
    world.enter('s2', '鲁Y98345')
    world.enter('s3', '鲁B77345')
    for (const stayId of ['s2', 's3']) world.shown.set(`${ticketId} ${stayId}`, stayId)
    world.send(choose(ticketId))
    expect(world.send(choose(ticketId))).toEqual([])
    expect(typesOf(world.send(choose(ticketId, 's2')))).toEqual(['plate.corrected', 'exemption.revocationRequested'])
    expect(world.send(choose(ticketId, 's3'))).toMatchObject({ refused: 'plate.already-corrected' })
  })

  test('[PL14] is refused in the order of a plate typed: ticket, ended, tablet, choice, used', () => {
    const { world, ticketId } = given()
    const told = (id: string, choice?: string, actor = KIOSK) => {
      const answer = world.ask(choose(id, choice), actor)
      return isRefusal(answer) ? answer.refused : typesOf(answer)
    }
    const gone = world.take('A002')
    world.commit([{ type: 'ticket.cancelled', v: 1, at: world.now, ticketId: gone } as never])
    expect(told('20261123-A009')).toBe('ticket.unknown')
    expect(told(gone)).toBe('ticket.ended')
    expect(told(ticketId, 'unknown', tablet('2'))).toBe('ticket.not-here')
    expect(told(ticketId, 'unknown', tablet('1'))).toBe('plate.choice-ended')
    expect(told(ticketId, undefined, tablet('1'))).toEqual(['plate.bound'])
    world.send(choose(ticketId))
    world.honour('s1', world.exemption(ticketId)!.exemptionId)
    world.enter('s2', '鲁Y98345')
    world.shown.set(`${ticketId} s2`, 's2')
    expect(told(ticketId, 's2')).toBe('plate.too-late')
  })

  test('[PL14] that has left meanwhile, or was shown for another ticket, can not be chosen', () => {
    const { world, ticketId } = given()
    const other = world.visit('A002')
    expect(world.send(choose(other))).toMatchObject({ refused: 'plate.choice-ended' })
    world.exit('s1')
    expect(world.send(choose(ticketId))).toMatchObject({ refused: 'plate.choice-ended' })
  })
})

const OPERATOR = staff('op-1', 'operator')
const match = (ticketId: string, stayId: string, lotId = LOT): Wish => ({
  ...{ type: 'plate.match', ticketId, lotId, stayId, reason: '摄像头把 5 读成了 S' },
})

/** Served and rated with a plate of which the camera has read one character wrong. */
function misread(read = '鲁F1234S') {
  const world = new World()
  world.enter('s1', read)
  const ticketId = world.visit('A001', PLATE)
  expect(world.withheld(ticketId)).toBe('NOT_INSIDE')
  return { world, ticketId }
}

describe('a plate that was misread', () => {
  test('[PL17] is matched by an operator to the car inside: corrected, with who and why, and granted in the same commit', () => {
    const { world, ticketId } = misread()
    expect(world.send(match(ticketId, 's1'), OPERATOR)).toMatchObject([
      { type: 'plate.corrected', plate: '鲁F1234S', revision: 1, staffId: 'op-1', reason: '摄像头把 5 读成了 S' },
      { type: 'exemption.granted', plate: '鲁F1234S', stayId: 's1', revision: 1 },
    ])
  })

  test('[PL17] [RC10] what the camera made of it may be no plate of ours: then it is put right at the gate, and found by itself', () => {
    const { world, ticketId } = misread('鲁F1O345')
    world.send({ type: 'plate.bind', ticketId, plate: '鲁F10345' })
    expect(world.send(match(ticketId, 's1'), OPERATOR)).toMatchObject({ refused: 'plate.correct-at-gate' })
    world.gate({ kind: 'plateCorrected', stayId: 's1', plate: '鲁F10345', correctedAt: world.now })
    expect(world.exemption(ticketId)).toMatchObject({ status: 'granted', plate: '鲁F10345', stayId: 's1' })
  })

  test('[PL17] a match takes the visitor nothing: he corrects once before it or after it, and not twice', () => {
    const { world, ticketId } = misread()
    world.send(match(ticketId, 's1'), OPERATOR)
    expect(typesOf(world.bind(ticketId, '鲁Y98345'))).toEqual(['plate.corrected', 'exemption.revocationRequested'])
    expect(world.bind(ticketId, '鲁B77345')).toMatchObject({ refused: 'plate.already-corrected' })
    const { exemptionId } = world.exemption(ticketId)!
    world.send({ type: 'exemption.recordRevocation', bridgeEpoch: 1, exemptionId, outcome: 'Revoked' }, BRIDGE)
    world.enter('s2', '鲁Y98346')
    expect(typesOf(world.send(match(ticketId, 's2'), OPERATOR))).toEqual(['plate.corrected', 'exemption.granted'])
    expect(world.bind(ticketId, '鲁B77345')).toMatchObject({ refused: 'plate.already-corrected' })
    expect(world.exemption(ticketId)).toMatchObject({ plate: '鲁Y98346', revision: 3 })
  })

  test('[PL17] an exemption of the plate before is taken back first, and the new one is granted when the gate has given it back', () => {
    const world = new World()
    world.enter('s1', PLATE)
    const ticketId = world.visit('A001', PLATE)
    const { exemptionId } = world.exemption(ticketId)!
    world.exit('s1')
    world.enter('s2', '鲁F1234S')
    const told = world.send(match(ticketId, 's2'), OPERATOR)
    expect(typesOf(told)).toEqual(['plate.corrected', 'exemption.revocationRequested'])
    expect(world.exemption(ticketId)).toMatchObject({ exemptionId, revoking: true })
    const revoked = { type: 'exemption.recordRevocation', bridgeEpoch: 1, exemptionId, outcome: 'Revoked' } as const
    expect(typesOf(world.send(revoked, BRIDGE))).toEqual(['exemption.revoked', 'exemption.granted'])
    expect(world.exemption(ticketId)).toMatchObject({ stayId: 's2', plate: '鲁F1234S' })
  })

  test('[PL17] is refused in a fixed order: staff, ticket, ended, its own car inside, the other near to it, used', () => {
    const { world, ticketId } = misread()
    const told = (id: string, stayId = 's1', lotId = LOT, actor = OPERATOR) => {
      const answer = world.ask(match(id, stayId, lotId), actor)
      return isRefusal(answer) ? answer.refused : typesOf(answer).join()
    }
    const [gone, plateless] = [world.take('A002'), world.visit('A003')]
    world.commit([{ type: 'ticket.cancelled', v: 1, at: world.now, ticketId: gone } as never])
    world.enter('far', '鲁F1234')
    world.enter('left', '鲁F12346')
    world.exit('left')
    expect(told(ticketId, 's1', LOT, citizen(ticketId))).toBe('access.denied')
    expect(told('20261123-A009')).toBe('ticket.unknown')
    expect(told(gone)).toBe('ticket.ended')
    for (const answer of [told(ticketId, 'far'), told(ticketId, 'left'), told(ticketId, 'none'), told(plateless)])
      expect(answer).toBe('plate.not-near')
    expect(told(ticketId, 's1', 'another lot')).toBe('plate.not-near')
    world.enter('own', PLATE)
    expect(told(ticketId)).toBe('plate.is-inside')
    world.honour('own', world.exemption(ticketId)!.exemptionId)
    world.exit('own')
    expect(told(ticketId)).toBe('plate.too-late')
  })

  test('[PL17] sent again under another id it finds the car where it is, and changes nothing', () => {
    const { world, ticketId } = misread()
    world.send(match(ticketId, 's1'), OPERATOR)
    expect(world.send(match(ticketId, 's1'), OPERATOR, fakeId('again'))).toMatchObject({ refused: 'plate.is-inside' })
  })
})
