import { localTime } from '@pingting/contract'
import day from '../data/hall-day.json' with { type: 'json' }
import type { Desk } from './client.ts'
import type { Visitor } from './plan.ts'
import type { Random } from './random.ts'
import type { DemoTime } from './time.ts'

/** A visitor with a ticket, as counters and cars meet him. */
export interface Visit {
  visitor: Visitor
  ticketId: string
  /** Settled when the visitor has left the counter for good: served, or missed. */
  served: Promise<boolean>
  settle(served: boolean): void
  /** Rates on the tablet before the counter, when that is his channel. */
  tablet?: (desk: Desk) => Promise<void>
}

export interface Hall {
  businessDay: string
  time: DemoTime
  random: Random
  visits: Map<string, Visit>
  idle: Map<string, () => void>
  /** Everybody who will come has a ticket or turned back. */
  allArrived: boolean
}

const RECALLS = 2
const IDLE_LOOK_SECONDS = 120

/** Wakes the counters that could serve this service: nobody asks the hub in vain all day. */
export function ring(hall: Hall): void {
  for (const wake of [...hall.idle.values()]) wake()
  hall.idle.clear()
}

/** A clerk's day: open, call, serve, pause for lunch, close when the hall is empty. */
export async function work(hall: Hall, counterId: string, clerk: Desk, tablet: Desk): Promise<void> {
  const { time, businessDay } = hall
  const [morning, afternoon] = day.openHours as [[string, string], [string, string]]
  const lunch = { from: localTime(businessDay, morning[1]), to: localTime(businessDay, afternoon[0]) }
  await time.until(localTime(businessDay, morning[0]))
  await clerk.command('counter.open', { counterId })
  while (!isDone(hall)) {
    if (time.now() >= lunch.from && time.now() < lunch.to) {
      await clerk.command('counter.pause', { counterId, reason: 'break' })
      await time.until(lunch.to)
      await clerk.command('counter.resume', { counterId })
    }
    const called = await clerk.command('ticket.callNext', { counterId })
    const event = called.ok ? called.events.find(one => one.type === 'ticket.called') : undefined
    if (event === undefined) await rest(hall, counterId)
    else await serve(hall, counterId, await visitorOf(hall, event.ticketId ?? ''), clerk, tablet)
  }
  await clerk.command('counter.close', { counterId })
}

/** A number can be called before the kiosk's answer has reached the visitor. */
async function visitorOf(hall: Hall, ticketId: string): Promise<Visit> {
  for (;;) {
    const visit = hall.visits.get(ticketId)
    if (visit !== undefined) return visit
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}

const isDone = (hall: Hall): boolean => hall.allArrived && hall.visits.size === 0

/** Until somebody takes a ticket, or a while has passed. */
async function rest(hall: Hall, counterId: string): Promise<void> {
  await Promise.race([new Promise<void>(wake => hall.idle.set(counterId, wake)), hall.time.seconds(IDLE_LOOK_SECONDS)])
  hall.idle.delete(counterId)
}

async function serve(hall: Hall, counterId: string, visit: Visit, clerk: Desk, tablet: Desk): Promise<void> {
  const { time, random } = hall
  const at = { ticketId: visit.ticketId, counterId }
  if (!visit.visitor.comes) {
    for (let call = 0; call < RECALLS; call += 1) {
      await time.seconds(30)
      await clerk.command('ticket.recall', at)
    }
    await time.seconds(30)
    await clerk.command('ticket.miss', at)
    hall.visits.delete(visit.ticketId)
    visit.settle(false)
    return
  }
  await time.seconds(random.between(15, 40))
  await clerk.command('ticket.arrive', at)
  await time.seconds(visit.visitor.serviceMinutes * 60)
  await clerk.command('ticket.finish', at)
  hall.visits.delete(visit.ticketId)
  // The clerk lets the visitor rate at the window before calling the next.
  if (visit.tablet !== undefined) {
    await time.seconds(random.between(6, 15))
    await visit.tablet(tablet)
  }
  visit.settle(true)
}
