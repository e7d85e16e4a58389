import { afterEach, expect, test } from 'vitest'
import { Desk } from '../../../../server/living-hall/demo/client.ts'
import { type Hall, ring, type Visit, work } from '../../../../server/living-hall/demo/hall.ts'
import type { Visitor } from '../../../../server/living-hall/demo/plan.ts'
import { HALL_ID } from '../../../../server/living-hall/seed.ts'
import { type Doors, hallAt, ok, openDoors, refused, TICKET, visitor } from './town.ts'

const CALLED = ok({ type: 'ticket.called', ticketId: TICKET })
const [MORNING, NOON] = ['2026-11-23T00:00:00.000Z', '2026-11-23T04:00:00.000Z']

let doors: Doors
afterEach(() => doors.close())

/** One visitor waits; the hall is over when he has gone. */
function waiting(hall: Hall, one: Visitor, tablet?: (desk: Desk) => Promise<void>): Promise<boolean> {
  let settle: (served: boolean) => void = () => {}
  const served = new Promise<boolean>(resolve => {
    settle = resolve
  })
  const visit: Visit = { visitor: one, ticketId: TICKET, served, settle, ...(tablet && { tablet }) }
  hall.visits.set(TICKET, visit)
  hall.allArrived = true
  return served
}
const desk = (name: string) => new Desk(doors.url, HALL_ID, name)

test('[TK11] a clerk opens, calls, serves to the end, has the visitor rate at the window, and closes', async () => {
  doors = await openDoors({ 'ticket.callNext': [CALLED] })
  const hall = hallAt(MORNING)
  const served = waiting(hall, visitor(), async tablet => void (await tablet.command('evaluation.submit', {})))

  await work(hall, 'C01', desk('clerk'), desk('tablet'))

  expect(await served).toBe(true)
  expect(doors.what()).toEqual([
    ...['counter.open', 'ticket.callNext', 'ticket.arrive', 'ticket.finish', 'evaluation.submit', 'counter.close'],
  ])
  expect(doors.asked.find(({ what }) => what === 'evaluation.submit')?.by).toBe('tablet')
})

test('[TK7] who does not come is called again twice, then missed', async () => {
  doors = await openDoors({ 'ticket.callNext': [CALLED] })
  const hall = hallAt(MORNING)
  const served = waiting(hall, visitor({ comes: false }))

  await work(hall, 'C01', desk('clerk'), desk('tablet'))

  expect(await served).toBe(false)
  expect(doors.what().slice(2, -1)).toEqual(['ticket.recall', 'ticket.recall', 'ticket.miss'])
})

test('[TK15] at noon the counter pauses until the afternoon; where there is nobody to call it looks again in a while', async () => {
  doors = await openDoors({ 'ticket.callNext': [ok(), refused('queue.empty'), CALLED] })
  const hall = hallAt(NOON)
  waiting(hall, visitor())

  await work(hall, 'C01', desk('clerk'), desk('tablet'))

  expect(doors.what()).toEqual([
    ...['counter.open', 'counter.pause', 'counter.resume', 'ticket.callNext', 'ticket.callNext', 'ticket.callNext'],
    ...['ticket.arrive', 'ticket.finish', 'counter.close'],
  ])
  expect(hall.time.now() > '2026-11-23T05:00:00.000Z').toBe(true)
})

test('[TK22] a counter that rests is woken by whoever takes a ticket, also when it hears of him before he does', async () => {
  doors = await openDoors({ 'ticket.callNext': [ok(), CALLED] })
  const hall = hallAt(MORNING)
  hall.time.seconds = count => (count === 120 ? new Promise(() => {}) : Promise.resolve())
  const working = work(hall, 'C01', desk('clerk'), desk('tablet'))
  while (hall.idle.size === 0) await new Promise(setImmediate)

  ring(hall)
  expect(hall.idle.size).toBe(0)
  while (doors.what().filter(what => what === 'ticket.callNext').length < 2) await new Promise(setImmediate)
  const served = waiting(hall, visitor())

  await working
  expect(await served).toBe(true)
})
