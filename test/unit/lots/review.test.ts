import { type Actor, type Decision, isRefusal } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { exemptionRows, orderOf } from '../../../server/src/exemptions/view.ts'
import { evolve, latestStay } from '../../../server/src/lots/state.ts'
import { stayRows } from '../../../server/src/lots/view.ts'
import { crossings } from '../../../server/src/reactions.ts'
import { fakeId, SYSTEM, staff, World } from '../reactions/world.ts'

const PLATE = '鲁F12345'
const READ = '鲁F12346'
const OPERATOR = staff('o1', 'operator')

const enter = (world: World, stayId: string, plate: string, confidence?: number) =>
  world.gate({
    ...{ kind: 'entered', stayId, plate, carClass: 'casual', laneId: 'Lane_1', enteredAt: world.now },
    ...(confidence === undefined ? {} : { confidence }),
  })
function review(world: World, stayId: string, plate?: string, actor: Actor = OPERATOR): Decision {
  const command = { type: 'lot.reviewPlate', commandId: fakeId('v'), stayId } as const
  const told = world.toLot(plate === undefined ? command : { ...command, plate }, actor)
  if (!isRefusal(told)) world.cross(crossings(told, world.lot, [{ hallId: 'h1', exemptions: world.exemptions }]))
  return told
}
const waiting = (world: World) => Object.values(stayRows(world.lot)).filter(({ review }) => review !== undefined)

describe('a plate of which the camera was not sure', () => {
  test('[LT32] waits below what the lot wants, with lane and confidence; what tells no confidence is believed', () => {
    const world = new World()
    enter(world, 's1', '鲁F11111', 79)
    enter(world, 's2', '鲁F22222', 80)
    enter(world, 's3', '鲁F33333')
    expect(waiting(world)).toMatchObject([{ stayId: 's1', review: { laneId: 'Lane_1', confidence: 79 } }])
    world.lot.card!.reviewBelow = 95
    enter(world, 's4', '鲁F44444', 94)
    world.lot.card!.reviewBelow = 0
    enter(world, 's5', '鲁F55555', 0)
    expect(waiting(world).map(({ stayId }) => stayId)).toEqual(['s1', 's4'])
  })

  test('[LT45] waits when its colour is not that of its class: green is new energy and nothing else is', () => {
    const world = new World()
    const see = (stayId: string, plate: string, plateColour: number) =>
      world.gate({
        ...{ kind: 'entered', stayId, plate, carClass: 'casual', laneId: 'Lane_1', enteredAt: world.now },
        ...{ confidence: 99, plateColour, imageId: 'nsu=urn:cam;s=p1' },
      })
    see('s1', PLATE, 5)
    see('s2', '鲁FD12345', 1)
    see('s3', '鲁FD12346', 5)
    see('s4', '鲁F11111', 2)
    see('s5', 'WJ鲁1234', 5)
    const review = { laneId: 'Lane_1', confidence: 99, imageId: 'nsu=urn:cam;s=p1', misfit: true }
    expect(waiting(world)).toMatchObject([
      { stayId: 's1', review },
      { stayId: 's2', review },
    ])
    expect(world.withheld(world.visit('A001', PLATE))).toBe('PLATE_UNSURE')
  })

  test('[LT46] keeps the picture that its camera made, for who has to look', () => {
    const world = new World()
    const seen = {
      kind: 'entered',
      carClass: 'casual',
      laneId: 'Lane_1',
      enteredAt: world.now,
      confidence: 40,
    } as const
    world.gate({ ...seen, stayId: 's1', plate: PLATE, imageId: 'nsu=urn:cam;s=p1' })
    world.gate({ ...seen, stayId: 's2', plate: READ })
    expect(waiting(world).map(({ review }) => review)).toEqual([
      { laneId: 'Lane_1', confidence: 40, imageId: 'nsu=urn:cam;s=p1' },
      { laneId: 'Lane_1', confidence: 40 },
    ])
  })

  test('[LT32] what was not read at all is nobody’s plate, and waits for nobody', () => {
    const world = new World()
    world.gate({
      ...{ kind: 'entered', stayId: 's1', carClass: 'casual', laneId: 'in', enteredAt: world.now },
      confidence: 0,
    })
    expect(waiting(world)).toEqual([])
  })

  test('[LT32] nothing is given to its car before a person has looked, and at once when he has', () => {
    const world = new World()
    enter(world, 's1', PLATE, 40)
    const ticketId = world.visit('A001', PLATE)
    expect(world.withheld(ticketId)).toBe('PLATE_UNSURE')
    expect(review(world, 's1')).toMatchObject([{ type: 'stay.plateReviewed', plate: PLATE, staffId: 'o1' }])
    expect(world.exemption(ticketId)).toMatchObject({ status: 'granted', stayId: 's1', plate: PLATE })
    expect(waiting(world)).toEqual([])
  })

  test('[LT32] a car that surely has the plate and is inside goes before it, whenever it came', () => {
    const world = new World()
    enter(world, 's1', PLATE, 99)
    world.pass(60)
    enter(world, 's2', PLATE, 40)
    expect(latestStay(world.lot, PLATE)?.stayId).toBe('s1')
    const ticketId = world.visit('A001', PLATE)
    expect(world.exemption(ticketId)).toMatchObject({ stayId: 's1' })
    world.exit('s1')
    expect(latestStay(world.lot, PLATE)?.stayId).toBe('s2')
  })

  test('[LT33] a person names the one in the picture; the halls of that plate are asked, not those of the misread one', () => {
    const world = new World()
    enter(world, 's1', READ, 40)
    const [mine, other] = [world.visit('A001', PLATE), world.visit('A002', READ)]
    expect([world.withheld(mine), world.withheld(other)]).toEqual(['NOT_INSIDE', 'PLATE_UNSURE'])
    expect(review(world, 's1', '鲁f·12345')).toMatchObject([{ plate: PLATE, gatePlate: READ }])
    expect(world.exemption(mine)).toMatchObject({ stayId: 's1', plate: PLATE })
    expect(world.exemption(other)).toBeUndefined()
    expect(stayRows(world.lot)['s1']).toMatchObject({ plate: PLATE, gatePlate: READ })
  })

  test('[LT34] the order goes under the plate that the gate has, and the rows of a visitor know one plate only', () => {
    const world = new World()
    enter(world, 's1', '鲁F1234D', 40)
    const ticketId = world.visit('A001', '鲁FD12340')
    review(world, 's1', '鲁FD12340')
    const { exemptionId } = world.exemption(ticketId)!
    expect(orderOf(world.exemptions, exemptionId)).toMatchObject({ plate: '鲁F1234D', plateColour: 1 })
    expect(JSON.stringify(exemptionRows(world.exemptions))).not.toContain('鲁F1234D')
  })

  test('[LT34] what the gate reads as no plate of ours keeps the colour of the true one', () => {
    const world = new World()
    enter(world, 's1', '鲁F12#45', 10)
    const ticketId = world.visit('A001', PLATE)
    review(world, 's1', PLATE)
    const { exemptionId } = world.exemption(ticketId)!
    expect(orderOf(world.exemptions, exemptionId)).toMatchObject({ plate: '鲁F12#45', plateColour: 1 })
  })

  test('[LT33] is reviewed once, only inside, only by staff, and not as one that surely is inside already', () => {
    const world = new World()
    enter(world, 's1', READ, 40)
    enter(world, 's2', PLATE, 99)
    enter(world, 's3', '鲁F33333', 40)
    world.exit('s3')
    expect(review(world, 'none')).toEqual({ refused: 'stay.not-inside', about: 'none' })
    expect(review(world, 's3')).toEqual({ refused: 'stay.not-inside', about: 's3' })
    expect(review(world, 's2')).toEqual({ refused: 'stay.not-in-review', about: 's2' })
    expect(review(world, 's1', undefined, SYSTEM)).toEqual({ refused: 'access.denied' })
    expect(review(world, 's1', PLATE)).toEqual({ refused: 'stay.plate-inside' })
    world.exit('s2')
    expect(review(world, 's1', PLATE)).toHaveLength(1)
    expect(review(world, 's1', PLATE)).toEqual({ refused: 'stay.not-in-review', about: 's1' })
  })

  test('[LT33] an attendant’s correction at the gate ends the waiting, and what was put right here before it', () => {
    const world = new World()
    enter(world, 's1', READ, 40)
    const ticketId = world.visit('A001', PLATE)
    world.gate({ kind: 'plateCorrected', stayId: 's1', plate: PLATE, correctedAt: world.now })
    expect(waiting(world)).toEqual([])
    expect(orderOf(world.exemptions, world.exemption(ticketId)!.exemptionId)).toMatchObject({ plate: PLATE })
    enter(world, 's2', '鲁F22222', 40)
    review(world, 's2', '鲁F22223')
    world.gate({ kind: 'plateCorrected', stayId: 's2', plate: '鲁F22223', correctedAt: world.now })
    expect(stayRows(world.lot)['s2']).not.toHaveProperty('gatePlate')
  })

  test('[LT33] a review whose news was lost in a crash is asked of the halls when they start', () => {
    const world = new World()
    enter(world, 's1', PLATE, 40)
    const ticketId = world.visit('A001', PLATE)
    world.restart()
    world.toLot({ type: 'lot.reviewPlate', commandId: fakeId('v'), stayId: 's1' }, OPERATOR)
    expect(world.exemption(ticketId)).toBeUndefined()
    world.restart()
    expect(world.exemption(ticketId)).toMatchObject({ status: 'granted' })
  })

  test('[LT33] a review of a stay nobody knows, and one that was erased, change nothing else', () => {
    const world = new World()
    const entry = { gateSeq: 1, stayId: 's1', laneId: 'in', carClass: 'casual', enteredAt: world.now } as const
    evolve(world.lot, { type: 'stay.entered', v: 1, at: world.now, ...entry, plate: 'erased', unsure: true })
    expect(stayRows(world.lot)['s1']).toMatchObject({ review: { laneId: 'in', confidence: 0 } })
    const reviewed = { type: 'stay.plateReviewed', v: 1, at: world.now, plate: 'erased', staffId: 'o1' } as const
    evolve(world.lot, { ...reviewed, stayId: 'nobody' })
    evolve(world.lot, { ...reviewed, stayId: 's1', gatePlate: 'erased' })
    expect(Object.keys(stayRows(world.lot))).toEqual(['s1'])
    expect(latestStay(world.lot, 'erased')).toBeUndefined()
  })
})
