import { afterEach, describe, expect, test } from 'vitest'
import { Desk } from '../../../../server/living-hall/demo/client.ts'
import type { Visitor } from '../../../../server/living-hall/demo/plan.ts'
import { commute, type Town, visit } from '../../../../server/living-hall/demo/visitors.ts'
import { HALL_ID } from '../../../../server/living-hall/seed.ts'
import { type Answer, car, type Doors, NINE, openDoors, rating, refused, TICKET, townAt, visitor } from './town.ts'

let doors: Doors
let town: Town
afterEach(() => doors.close())

async function open(answers: Record<string, Answer[]> = {}): Promise<void> {
  doors = await openDoors(answers)
  town = townAt(doors)
}

/** The errand of one visitor, served at once unless he is missed. */
async function errand(one: Visitor, served = true): Promise<void> {
  const going = visit(town, one)
  const tablet = new Desk(doors.url, HALL_ID, 'tablet')
  for (let over = false; !over; ) {
    over = await Promise.race([going.then(() => true), new Promise<false>(resolve => setImmediate(resolve, false))])
    const entry = town.hall.visits.get(TICKET)
    if (entry === undefined) continue
    town.hall.visits.delete(TICKET)
    if (served) await entry.tablet?.(tablet)
    entry.settle(served)
  }
}
const asked = (what: string) => doors.asked.filter(one => one.what === what)

describe('a visitor of the ordinary day', () => {
  test('[V3] rates where he was planned to, each with what proves him: tablet, slip at the kiosk, token on the phone', async () => {
    for (const channel of ['tablet', 'kiosk', 'phone'] as const) {
      await open()
      await errand(visitor({ rating: rating(channel) }))
      await doors.close()

      const [submitted] = asked('evaluation.submit')
      expect(submitted).toMatchObject({ by: channel, body: { channel, level: 5, ticketId: TICKET } })
      expect(submitted!.body['opener']).toBe(channel === 'kiosk' ? 'CODE' : undefined)
      expect(town.tally).toMatchObject({ visitors: 1, evaluations: 1, exits: 0 })
      expect(town.outcomes).toEqual([])
    }
    await open()
  })

  test('[EX17] with a car is owed an answer for his plate, bound with the ticket or after the rating', async () => {
    await open()
    await errand(visitor({ rating: rating(), car: car() }))
    expect(asked('ticket.take')[0]!.body).toMatchObject({ plate: '鲁F12345' })
    expect(asked('plate.bind')).toEqual([])
    expect(town.outcomes).toEqual([{ ticketId: TICKET, plate: '鲁F12345' }])
    await doors.close()

    await open()
    await errand(visitor({ rating: rating('kiosk'), car: car({ cause: 'misread' }), plateAtTicket: false }))
    expect(asked('ticket.take')[0]!.body).not.toHaveProperty('plate')
    expect(asked('plate.bind')[0]!.body).toMatchObject({ plate: '鲁F12345', opener: 'CODE' })
    expect(town.outcomes).toEqual([{ ticketId: TICKET, plate: '鲁F12345', cause: 'misread' }])
    expect(town.tally).toMatchObject({ cars: 1, exits: 1, paidFen: 200 })
  })

  test('[EX2] who was missed, does not rate, or is refused is owed nothing, and drives out all the same', async () => {
    await open({ 'evaluation.submit': [refused('evaluation.duplicate')] })
    await errand(visitor({ rating: rating(), car: car() }), false)
    await errand(visitor({ car: car() }))
    expect(asked('evaluation.submit')).toEqual([])
    await errand(visitor({ rating: rating(), car: car() }))

    expect(town.outcomes).toEqual([])
    expect(town.tally).toMatchObject({ visitors: 3, evaluations: 0, exits: 3 })
    expect([...town.tally.refused]).toEqual([['evaluation.duplicate', 1]])
  })

  test('[RC3] who leaves before he rates has driven out first, and rates on his phone instead of the tablet', async () => {
    await open()
    await errand(visitor({ rating: rating('tablet'), car: car({ cause: 'leftBeforeRating' }) }))

    expect(doors.what()).toEqual(['/cars/enter', 'ticket.take', '/cars/exit', 'evaluation.submit'])
    expect(asked('evaluation.submit')[0]).toMatchObject({ by: 'phone', body: { channel: 'phone' } })
    expect(town.tally.exits).toBe(1)
  })

  test('[RC9] who comes back drives in and out once more, unless the car park is full', async () => {
    const full = { status: 409, body: { code: 'lot.full' } }
    await open({
      '/cars/enter': [{ body: { stayId: 's1' } }, { body: { stayId: 's2' } }, { body: { stayId: 's3' } }, full],
    })
    await errand(visitor({ car: car({ returnsLater: true }) }))
    expect(asked('/cars/exit').map(({ body }) => body['stayId'])).toEqual(['s1', 's2'])

    await errand(visitor({ car: car({ returnsLater: true }) }))
    expect(town.tally.exits).toBe(3)
  })

  test('[TK1] who gets no ticket, since the service is exhausted, goes home', async () => {
    await open({ 'ticket.take': [refused('service.exhausted')] })
    await errand(visitor({ rating: rating() }))

    expect(doors.what()).toEqual(['ticket.take'])
    expect(town.tally.visitors).toBe(0)
  })
})

describe('a car of the ordinary day', () => {
  test('[LT8] that finds no space is turned away: its driver comes on foot, and nothing drives out', async () => {
    await open({ '/cars/enter': [{ status: 409, body: { code: 'lot.full' } }] })
    await errand(visitor({ rating: rating('tablet'), car: car({ cause: 'leftBeforeRating', returnsLater: true }) }))

    expect(doors.what()).toEqual(['/cars/enter', 'ticket.take', 'evaluation.submit'])
    expect(asked('ticket.take')[0]!.body).not.toHaveProperty('plate')
    expect(town.tally).toMatchObject({ cars: 0, turnedAway: 1, exits: 0 })
    expect(town.outcomes).toEqual([])
  })

  test('[G4] asked again after a crash of the gate is in already, or out already, and both are what was wanted', async () => {
    const again = (code: string) => [{ status: 409, body: { code } }]
    await open({ '/cars/enter': again('stay.alreadyInside'), '/cars/exit': again('stay.notInside') })
    await errand(visitor({ car: car() }))

    expect(asked('/cars/exit')[0]!.body).toEqual({ plate: '鲁F12345', pay: true })
    expect(town.tally).toMatchObject({ cars: 1, exits: 1, paidFen: 0 })
  })

  test('[LT7] that the camera cannot read is let out by its stay; one the gate keeps ends the day', async () => {
    await open({ '/cars/exit': [{ body: {} }, { status: 400, body: { code: 'lane.unknown' } }] })
    const { seenAs: _unseen, ...unreadable } = car({ cause: 'unreadable' })
    await errand(visitor({ car: unreadable }))
    expect(asked('/cars/enter')[0]!.body).toEqual({ carClass: 'casual' })
    expect(asked('/cars/exit')[0]!.body).toEqual({ stayId: 's1', pay: true })

    await expect(errand(visitor({ car: car() }))).rejects.toThrow('the gate kept a car')
  })

  test('[RC11] of the staff comes and goes, and stays out of a full car park', async () => {
    await open({ '/cars/enter': [{ body: { stayId: 's1' } }, { status: 409, body: { code: 'lot.full' } }] })
    const staffCar = { plate: '鲁F54321', enterAt: NINE, leaveAt: '2026-11-23T09:05:00.000Z' }
    await commute(town, staffCar)
    await commute(town, staffCar)

    expect(doors.what()).toEqual(['/cars/enter', '/cars/exit', '/cars/enter'])
    expect(asked('/cars/enter')[0]!.body).toEqual({ plate: '鲁F54321', carClass: 'staff' })
  })
})
