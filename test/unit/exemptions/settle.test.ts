import { describe, expect, test } from 'vitest'
import {
  exemptionOfTicket,
  exemptionRows,
  exemptionRowsForBridge,
  exemptionRowsForOperator,
} from '../../../server/src/exemptions/view.ts'
import { BRIDGE, SYSTEM, staff, type Wish, World } from '../reactions/world.ts'
import { gateWords } from './gate-words.ts'

const PLATE = '鲁F12345'
const OPERATOR = staff('o1', 'operator')

function granted(): { world: World; ticketId: string; exemptionId: string } {
  const world = new World()
  world.enter('s1', PLATE)
  const ticketId = world.visit('A001', PLATE)
  return { world, ticketId, exemptionId: world.exemption(ticketId)!.exemptionId }
}
const settle = (world: World, exemptionId: string, held: boolean, actor = OPERATOR) =>
  world.send({ type: 'exemption.settle', exemptionId, held, reason: '看过道闸' } as Wish, actor)
const send = (world: World, exemptionId: string) =>
  world.send({ type: 'exemption.send', bridgeEpoch: 1, exemptionId } as Wish, BRIDGE)

describe('an order that leaves the house', () => {
  test('[GT34] is marked once, and told to the bridge and the operator alone', () => {
    const { world, ticketId, exemptionId } = granted()
    expect(send(world, exemptionId)).toMatchObject([{ type: 'exemption.sent' }])
    expect(send(world, exemptionId)).toEqual([])
    expect(exemptionRows(world.exemptions)[exemptionId]).toMatchObject({ sent: true })
    expect(exemptionRowsForOperator(world.exemptions)[exemptionId]).toMatchObject({ sent: true })
    expect(exemptionOfTicket(world.exemptions, ticketId)).not.toHaveProperty('sent')
  })

  test('[GT34] does not leave when it has ended, or is to be taken back', () => {
    const { world, exemptionId } = granted()
    world.send({ type: 'plate.bind', ticketId: '20261123-A001', plate: '鲁F54321' } as Wish)
    expect(send(world, exemptionId)).toMatchObject({ refused: 'exemption.ended' })
    world.send(gateWords(exemptionId).revoke, BRIDGE)
    expect(send(world, exemptionId)).toMatchObject({ refused: 'exemption.ended' })
    expect(send(world, '0a6ff7a2-0000-5000-8000-000000009999')).toMatchObject({ refused: 'exemption.unknown' })
  })
})

describe('what nobody can find out', () => {
  test('[PF29] the bridge alone is told which ledger confirmed an order, and of none where a person did', () => {
    const { world, exemptionId } = granted()
    const toldEpoch = () => exemptionRowsForBridge(world.exemptions)[exemptionId]?.gateEpoch
    world.send(gateWords(exemptionId).confirm, BRIDGE)
    const { gateEpoch } = world.exemptions.exemptions.get(exemptionId)!
    expect([toldEpoch(), typeof gateEpoch]).toEqual([gateEpoch, 'string'])
    expect(exemptionRowsForOperator(world.exemptions)[exemptionId]).not.toHaveProperty('gateEpoch')
    world.send(gateWords(exemptionId).freeze, BRIDGE)
    settle(world, exemptionId, true)
    expect(toldEpoch()).toBeUndefined()
  })

  test.each(['doubt', 'freeze'] as const)('[EX28] a person settles after a %s: the gate holds it', word => {
    const { world, exemptionId } = granted()
    world.send(gateWords(exemptionId)[word], BRIDGE)
    expect(settle(world, exemptionId, true)).toMatchObject([{ type: 'exemption.settled', held: true, staffId: 'o1' }])
    expect(world.exemptions.exemptions.get(exemptionId)).toMatchObject({
      ...{ status: 'confirmed', unknown: false, frozen: false },
    })
    expect(settle(world, exemptionId, true)).toMatchObject({ refused: 'exemption.not-in-doubt' })
  })

  test('[EX28] or it does not: then it is granted as before, and not marked as sent', () => {
    const { world, exemptionId } = granted()
    send(world, exemptionId)
    world.send(gateWords(exemptionId).doubt, BRIDGE)
    const books = structuredClone(world.exemptions.books)
    settle(world, exemptionId, false)
    expect(world.exemptions.exemptions.get(exemptionId)).toMatchObject({
      status: 'granted',
      unknown: false,
      sent: false,
    })
    expect(world.exemptions.books).toEqual(books)
    expect(send(world, exemptionId)).toMatchObject([{ type: 'exemption.sent' }])
  })

  test('[EX28] what was never marked is not said to be unmarked', () => {
    const { world, exemptionId } = granted()
    world.send(gateWords(exemptionId).doubt, BRIDGE)
    settle(world, exemptionId, false)
    expect(world.exemptions.exemptions.get(exemptionId)).not.toHaveProperty('sent')
  })

  test('[EX28] only a person, only what is in doubt, not what is being taken back, and nothing that has ended', () => {
    const { world, exemptionId } = granted()
    expect(settle(world, exemptionId, true)).toMatchObject({ refused: 'exemption.not-in-doubt' })
    world.send(gateWords(exemptionId).doubt, BRIDGE)
    expect(settle(world, exemptionId, true, SYSTEM as never)).toEqual({ refused: 'access.denied' })
    world.send({ type: 'plate.bind', ticketId: '20261123-A001', plate: '鲁F54321' } as Wish)
    expect(settle(world, exemptionId, true)).toMatchObject({ refused: 'exemption.not-in-doubt' })
    world.send(gateWords(exemptionId).revoke, BRIDGE)
    expect(settle(world, exemptionId, true)).toMatchObject({ refused: 'exemption.ended' })
    expect(settle(world, '0a6ff7a2-0000-5000-8000-000000009999', true)).toMatchObject({ refused: 'exemption.unknown' })
  })

  test('[EX28] a settlement of what was forgotten changes nothing', () => {
    const { world } = granted()
    const before = structuredClone(world.exemptions)
    const about = { exemptionId: '0a6ff7a2-0000-5000-8000-000000009999', held: true, reason: 'x', staffId: 'o1' }
    world.commit([{ type: 'exemption.settled', v: 1, at: world.now, ...about }])
    expect(world.exemptions).toEqual(before)
  })
})
