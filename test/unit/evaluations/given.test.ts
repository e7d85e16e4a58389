import { type Actor, addMs, isRefusal, ratingWindowEndsAt } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { citizen, DAY, KIOSK, rating, tablet, World } from '../reactions/world.ts'

const ENDS = ratingWindowEndsAt(DAY, { holidays: [], workdays: [] })
const LEEWAY_MS = 300_000

/** Somebody at counter 1, called, there for two minutes. */
const served = (number = 'A001') => {
  const world = new World()
  const ticketId = world.take(number)
  const calledAt = world.now
  world.serve(ticketId)
  return { world, ticketId, calledAt }
}
const ask = (world: World, ticketId: string, givenAt: string, actor: Actor = tablet('1')) => {
  const decision = world.ask(rating(ticketId, 5, actor, { givenAt }), actor)
  return isRefusal(decision) ? decision.refused : 'taken'
}

describe('a rating that a tablet kept', () => {
  test('[EV61] is taken with the time it was given at, beside the time the hub heard of it', () => {
    const { world, ticketId } = served()
    const givenAt = world.now
    world.pass(3 * 3_600)

    world.send(rating(ticketId, 2, tablet('1'), { givenAt }), tablet('1'))

    expect(world.events.find(event => event.type === 'evaluation.submitted')).toMatchObject({ givenAt, at: world.now })
  })

  test('[EV61] counts where it was given before the counter called the next, however many came since', () => {
    const { world, ticketId } = served()
    world.finish(ticketId)
    const givenAt = world.now
    world.pass(10)
    const nextAt = world.now
    for (const number of ['A002', 'A003']) world.serve(world.take(number))

    expect(ask(world, ticketId, givenAt)).toBe('taken')
    expect(ask(world, ticketId, addMs(nextAt, -1))).toBe('taken')
    // From the next call on somebody else may have sat there.
    expect(ask(world, ticketId, nextAt)).toBe('ticket.not-here')
    expect(ask(world, ticketId, givenAt, tablet('2'))).toBe('ticket.not-here')
  })

  test('[EV61] an undone call of the next leaves the visitor before the tablet', () => {
    const { world, ticketId } = served()
    world.finish(ticketId)
    const next = world.take('A002')
    world.verb('called', next)
    world.pass(5).undo('called', next, 'waiting')

    expect(ask(world, ticketId, world.now)).toBe('taken')
    // And when that one is called for good, the time of that call is what counts.
    const calledAt = world.pass(5).now
    world.verb('called', next)
    expect(ask(world, ticketId, addMs(calledAt, -1))).toBe('taken')
    expect(ask(world, ticketId, calledAt)).toBe('ticket.not-here')
  })

  test('[EV61] cannot have been given before the call, nor later than now, but for five minutes of a clock that is off', () => {
    const { world, ticketId, calledAt } = served()

    expect(ask(world, ticketId, addMs(calledAt, -LEEWAY_MS))).toBe('taken')
    expect(ask(world, ticketId, addMs(calledAt, -LEEWAY_MS - 1))).toBe('evaluation.time-wrong')
    expect(ask(world, ticketId, addMs(world.now, LEEWAY_MS))).toBe('taken')
    expect(ask(world, ticketId, addMs(world.now, LEEWAY_MS + 1))).toBe('evaluation.time-wrong')
  })

  test('[EV61] a clock that is off puts no time into the journal that has not come, or was before the call', () => {
    const { world, ticketId, calledAt } = served()
    const noted = (givenAt: string) => world.ask(rating(ticketId, 5, tablet('1'), { givenAt }), tablet('1'))

    expect(noted(addMs(world.now, 5_000))).toEqual([expect.objectContaining({ givenAt: world.now })])
    expect(noted(addMs(calledAt, -5_000))).toEqual([expect.objectContaining({ givenAt: calledAt })])
    expect(noted(addMs(calledAt, 5_000))).toEqual([expect.objectContaining({ givenAt: addMs(calledAt, 5_000) })])
  })

  test('[EV62] the window and the day of parking are judged when the hub hears of it, whatever time it names', () => {
    const { world, ticketId } = served()
    world.finish(ticketId)
    const givenAt = world.now
    world.now = addMs(ENDS, -1)
    const late = world.ask(rating(ticketId, 5, tablet('1'), { givenAt }), tablet('1'))
    world.now = ENDS

    expect(late).toEqual([expect.objectContaining({ givenAt, unrewarded: 'NOT_SAME_DAY' })])
    expect(ask(world, ticketId, givenAt)).toBe('evaluation.window-closed')
  })

  test('[EV61] who rated on the phone meanwhile has rated, and who was missed has nothing to rate', () => {
    const { world, ticketId } = served()
    const givenAt = world.now
    world.rate(ticketId, 4, citizen(ticketId))
    expect(ask(world, ticketId, givenAt)).toBe('evaluation.duplicate')

    const missed = world.take('A002')
    world.verb('called', missed)
    const calledAt = world.now
    world.pass(30).verb('missed', missed)
    expect(ask(world, missed, calledAt)).toBe('evaluation.not-called')
    expect(ask(world, world.take('A003'), calledAt, KIOSK)).toBe('evaluation.not-called')
  })
})
