import { expect, test } from 'vitest'
import { exemptionRows, exemptionRowsForOperator } from '../../../server/src/exemptions/view.ts'
import { World } from '../reactions/world.ts'
import { gateWords } from './gate-words.ts'

const PLATE = '鲁F12345'

const granted = () => {
  const world = new World()
  world.enter('s1', PLATE)
  const ticketId = world.visit('A001', PLATE)
  const { exemptionId } = world.exemption(ticketId)!
  return { world, ticketId, exemptionId, word: gateWords(exemptionId) }
}

test('[EX31] that nothing stands behind is frozen and taken back, once, and never while the hall knows its rating', () => {
  const { world, ticketId, exemptionId, word } = granted()
  const impound = { type: 'exemption.impound', exemptionId } as const
  world.send(word.confirm)
  expect(world.send(impound)).toEqual([])
  delete world.exemptions.claims.get(ticketId)!.evaluation
  expect(world.send(impound)).toMatchObject([
    { type: 'exemption.frozen', unearned: true },
    { type: 'exemption.revocationRequested' },
  ])
  expect(world.send(impound)).toEqual([])
  expect(exemptionRowsForOperator(world.exemptions)[exemptionId]).toMatchObject({ unearned: true, revoking: true })
  expect(exemptionRows(world.exemptions)[exemptionId]).not.toHaveProperty('unearned')
  world.send(word.revoke)
  expect(world.send(impound)).toEqual({ refused: 'exemption.ended', about: exemptionId })
  expect(exemptionRowsForOperator(world.exemptions)[exemptionId]).toMatchObject({ unearned: true, status: 'revoked' })
})

test('[EX31] also where the hall knows no ticket of it; and a visit that needs no rating stands behind it, undone or not', () => {
  const forged = granted()
  forged.world.exemptions.claims.clear()
  expect(forged.world.send({ type: 'exemption.impound', exemptionId: forged.exemptionId })).toHaveLength(2)
  const world = new World({ grantWithoutRating: true })
  world.enter('s1', PLATE)
  const ticketId = world.serve(world.take('A001', PLATE))
  world.finish(ticketId)
  const { exemptionId } = world.exemption(ticketId)!
  world.undo('completed', ticketId, 'serving')
  expect(world.send({ type: 'exemption.impound', exemptionId })).toEqual([])
})
