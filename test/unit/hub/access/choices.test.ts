import { type Actor, type Event, isRefusal, type Refusal } from '@pingting/contract'
import { expect, test } from 'vitest'
import { hallRules, lotRules, type World } from '../../../../server/src/domain.ts'
import { openChoices } from '../../../../server/src/hub/access/choices.ts'
import { openPasses } from '../../../../server/src/hub/access/passes.ts'
import { openLimits } from '../../../../server/src/hub/process/limits.ts'
import { card, citizen, KIOSK, LOT, NINE, SYSTEM, tablet } from '../../reactions/cast.ts'

const TICKET = '20261123-A001'
const OTHER = '20261123-A002'
const ENTERED = '2026-11-23T00:41:37.250Z'

/** A hall with two tickets, of which counter 1 has called the first, and a car park with these cars inside. */
function given(...plates: string[]) {
  const clock = { ms: 1_000_000 }
  const looked = { tally: 0 }
  const lot = lotRules.initial()
  const states = { hall: undefined as unknown, lot }
  const world: World = {
    ...{ calendar: { holidays: [], workdays: [] }, exemptionIdFor: () => 'x', visitIdFor: () => 'x' },
    ...{ lot: id => (id === LOT ? lot : undefined), halls: () => [], failed: () => undefined },
    carChosen: (...asked) => choices.carChosen(...asked),
  }
  const rules = hallRules(world, 'h1')
  const hall = rules.initial()
  states.hall = hall
  const tell = (event: object) => rules.evolve(hall, { v: 1, at: NINE, ...event } as Event)
  const tellLot = (event: object) => lotRules.evolve(lot, { v: 1, at: NINE, lotId: LOT, ...event } as Event)
  const day = { businessDay: '2026-11-23', serviceCode: 'tax', priority: 'none' }
  tell({ type: 'hall.opened', hall: { ...card(), lotIds: [LOT, 'a lot this hub does not know'] } })
  for (const ticketId of [TICKET, OTHER]) tell({ type: 'ticket.taken', ticketId, number: ticketId.slice(9), ...day })
  tell({ type: 'ticket.called', ticketId: TICKET, number: 'A001', counterId: '1', staffId: 'c', mode: 'next' })
  const enter = (plate: string, stayId: string, enteredAt = ENTERED) =>
    tellLot({ type: 'stay.entered', gateSeq: 1, stayId, plate, carClass: 'casual', laneId: 'in', enteredAt })
  for (const [n, plate] of plates.entries()) enter(plate, `stay-${n}`)
  const limits = openLimits(undefined)
  const hub = {
    lotIdsOf: (id: string) => (id === 'h1' ? hall.halls.hall?.lotIds : undefined),
    stream(kind: string, id: string) {
      if (kind === 'lot') looked.tally += 1
      const state = kind === 'hall' ? (id === 'h1' ? hall : undefined) : id === LOT ? lot : undefined
      return state === undefined ? undefined : { peek: () => state }
    },
  }
  const opening = { check: async (_h: string, _t: string, opener?: string) => (opener === 'slip' ? undefined : WRONG) }
  const open = () => openChoices({ hub: hub as never, limits, opening, passes: openPasses(KEY, () => clock.ms) })
  const choices = open()
  const ask = (ending: string, over: { ticketId?: string; actor?: Actor; address?: string; opener?: string } = {}) => {
    const { ticketId = TICKET, actor = citizen(ticketId), address = '1.2.3.4', opener } = over
    return choices.ask('h1', { ticketId, ending, opener }, actor, address)
  }
  const choose = (choice: string, ticketId = TICKET) => {
    const facts = { at: NINE, businessDay: '2026-11-23', actor: SYSTEM, idFor: () => 'x' }
    return rules.decide(hall, { type: 'plate.choose', commandId: 'x', ticketId, choice }, facts)
  }
  return { clock, looked, limits, choices, open, ask, choose, enter, tell, tellLot, world }
}
const KEY = Buffer.alloc(32, 5)
const WRONG: Refusal = { refused: 'ticket.code-wrong' }

type Told = Awaited<ReturnType<ReturnType<typeof given>['ask']>>
const carsOf = (told: Told) => {
  if (isRefusal(told)) throw new Error(told.refused)
  return told.cars
}
const codeOf = (told: Told) => (isRefusal(told) ? told.refused : told.cars.length)

test('[PL11] cars are told masked and to the minute, and nothing of a full plate is in the answer', async () => {
  const { ask } = given('鲁F12345', '京AD98345')
  const told = carsOf(await ask('345'))
  expect(told.map(({ choice: _, ...car }) => car)).toEqual([
    { plate: '鲁F***45', enteredAt: '2026-11-23T00:41:00.000Z' },
    { plate: '京A***45', enteredAt: '2026-11-23T00:41:00.000Z' },
  ])
  const said = JSON.stringify(told) + told.map(({ choice }) => Buffer.from(choice, 'base64').toString()).join()
  for (const secret of ['F12345', '98345', 'stay-0', LOT, '37.250']) expect(said).not.toContain(secret)
  expect(carsOf(await ask('777'))).toEqual([])
})

test('[PL11] [PL8] more than five are too many, and what is no ending is told so without being counted', async () => {
  const { ask } = given(...[0, 1, 2, 3, 4, 6].map(n => `鲁F1${n}345`))
  expect(codeOf(await ask('345'))).toBe('plate.too-many')
  for (const ending of ['45', '', '1234567', '3*5']) expect(codeOf(await ask(ending))).toBe('plate.ending-malformed')
  expect(codeOf(await ask('6345'))).toBe(1)
})

test('[PL12] of twenty questions of one ticket at one moment five are looked at, whatever is found and wherever from', async () => {
  const { ask, looked } = given('鲁F12345')
  const told = await Promise.all(
    Array.from({ length: 20 }, (_, n) => ask(n % 2 === 0 ? '345' : '999', { address: `10.0.0.${n}` })),
  )
  expect(told.filter(answer => codeOf(answer) === 'plate.asked-too-often')).toHaveLength(15)
  expect(looked.tally).toBe(5 * 2)
  expect(codeOf(await ask('345', { ticketId: OTHER }))).toBe(1)
})

test('[PL12] of an address sixty are looked at in ten minutes, of a device likewise, and each counts for itself', async () => {
  const { ask, limits } = given('鲁F12345')
  for (let time = 0; time < 59; time += 1) await limits.count('cars', '1.2.3.4')
  expect(codeOf(await ask('345'))).toBe(1)
  expect(codeOf(await ask('345'))).toBe('plate.asked-too-often')
  expect(codeOf(await ask('345', { address: '1.2.3.5' }))).toBe(1)
  expect(codeOf(await ask('345', { actor: tablet('1') }))).toBe(1)
  for (let time = 0; time < 60; time += 1) await limits.count('cars', 'h1|tablet-1')
  expect(codeOf(await ask('345', { actor: tablet('1') }))).toBe('plate.asked-too-often')
})

test('[PL11] a ticket that takes no plate from the caller asks for no car: nothing is counted, and nothing looked at', async () => {
  const { ask, looked, choices, tell } = given('鲁F12345')
  const told = []
  for (let time = 0; time < 6; time += 1) {
    told.push(codeOf(await ask('345', { ticketId: '20261123-A009' })))
    told.push(codeOf(await ask('345', { actor: tablet('2') })))
    told.push(codeOf(await ask('345', { actor: KIOSK, opener: 'wrong' })))
  }
  expect(new Set(told)).toEqual(new Set(['ticket.unknown', 'ticket.not-here', 'ticket.code-wrong']))
  expect(await choices.ask('h2', { ticketId: TICKET, ending: '345' }, citizen(TICKET), '')).toEqual({
    refused: 'hall.unknown',
  })
  expect(looked.tally).toBe(0)
  expect(codeOf(await ask('345', { actor: KIOSK, opener: 'slip' }))).toBe(1)
  tell({ type: 'ticket.cancelled', ticketId: TICKET })
  expect(codeOf(await ask('345'))).toBe('ticket.ended')
})

test('[PL13] a name holds for five minutes, as often as it comes, at any hub of the city', async () => {
  const { clock, ask, choose, open } = given('鲁F12345')
  const choice = carsOf(await ask('345'))[0]!.choice
  clock.ms += 300_000
  for (let time = 0; time < 3; time += 1) expect(choose(choice)).toMatchObject([{ plate: '鲁F12345', revision: 0 }])
  expect(open().carChosen('h1', TICKET, choice)).toEqual({ lotId: LOT, stayId: 'stay-0', enteredAt: ENTERED })
  clock.ms += 1
  expect(choose(choice)).toEqual({ refused: 'plate.choice-ended' })
})

test('[PL13] a name is of that ticket and that hall alone, and cut, changed or made for something else it is none', async () => {
  const { ask, choose, choices } = given('鲁F12345')
  const choice = carsOf(await ask('345'))[0]!.choice
  expect(choose(choice, OTHER)).toEqual({ refused: 'plate.choice-ended' })
  expect(choices.carChosen('h2', TICKET, choice)).toBeUndefined()
  const bytes = Buffer.from(choice, 'base64')
  for (let place = 0; place < bytes.length; place += 1) {
    const changed = Buffer.from(bytes)
    changed[place]! ^= 1
    expect(choices.carChosen('h1', TICKET, changed.toString('base64'))).toBeUndefined()
  }
  const passes = openPasses(KEY, () => 1_000_000)
  for (const purpose of ['socket', 'challenge'] as const) {
    const text = JSON.stringify(['h1', TICKET, LOT, 'stay-0', ENTERED])
    expect(choose(passes.issue(purpose, text))).toEqual({ refused: 'plate.choice-ended' })
  }
  expect(choose(choice)).toMatchObject([{ type: 'plate.bound' }])
})

test('[PL13] [PL14] a name is of one stay: the car that has left, and the next one under the same name, are not it', async () => {
  const { ask, choose, enter, tellLot } = given('鲁F12345')
  const choice = carsOf(await ask('345'))[0]!.choice
  const exit = { type: 'stay.exited', gateSeq: 2, stayId: 'stay-0', laneId: 'out', exitedAt: NINE, minutes: 20 }
  tellLot({ ...exit, feeBeforeFen: 0, feeWaivedFen: 0, feeAfterFen: 0 })
  expect(choose(choice)).toEqual({ refused: 'plate.choice-ended' })
  enter('鲁B77777', 'stay-0', NINE)
  expect(choose(choice)).toEqual({ refused: 'plate.choice-ended' })
})

test('[PL14] where nobody is shown cars, and of a car park that this hub does not know, no name is any', async () => {
  const { ask, choose, world } = given('鲁F12345')
  const { choice } = carsOf(await ask('345'))[0]!
  const { carChosen } = world
  world.lot = () => undefined
  expect(choose(choice)).toEqual({ refused: 'plate.choice-ended' })
  delete world.carChosen
  expect(choose(choice)).toEqual({ refused: 'plate.choice-ended' })
  expect(carChosen?.('h1', TICKET, choice)).toMatchObject({ stayId: 'stay-0' })
})
