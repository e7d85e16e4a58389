import { type Actor, addMs, isRefusal, LEVELS, ratingWindowEndsAt } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { due } from '../../../server/src/evaluations/due.ts'
import { ratingOf, visitorAt } from '../../../server/src/evaluations/view.ts'
import { BRIDGE, citizen, DAY, KIOSK, rating, SYSTEM, staff, tablet, typesOf, World } from '../reactions/world.ts'

const CALENDAR = { holidays: [], workdays: [] }
const ENDS = ratingWindowEndsAt(DAY, CALENDAR)

const served = () => {
  const world = new World()
  return { world, ticketId: world.serve(world.take('A001')) }
}
const ask = (world: World, ticketId: string, actor: Actor = citizen(ticketId), over: object = {}) => {
  const decision = world.ask(rating(ticketId, 5, actor, over), actor)
  return isRefusal(decision) ? decision.refused : 'taken'
}
const submitted = (world: World) => world.events.find(event => event.type === 'evaluation.submitted')

describe('a rating', () => {
  test('[EV1] names the counter and the clerk of the ticket, never what the client says', () => {
    const { world, ticketId } = served()
    world.rate(ticketId, 4, undefined, { tagCodes: ['406', '406'] })
    expect(submitted(world)).toMatchObject({
      ...{ counterId: '1', staffId: 'clerk-1', serviceCode: 'tax', serviceDay: DAY, level: 4, tagCodes: ['406'] },
      ...{ source: 'active', channel: 'qr' },
    })
    expect(submitted(world)).not.toHaveProperty('unrewarded')
    expect(submitted(world)).not.toHaveProperty('text')
  })

  test.each(LEVELS)('[R1] level %i is taken on every channel', level => {
    for (const actor of [KIOSK, tablet('1'), citizen('20261123-A001')]) {
      const { world, ticketId } = served()
      expect(isRefusal(world.rate(ticketId, level, actor))).toBe(false)
      expect(submitted(world)).toMatchObject({ level })
    }
  })

  const CHANNELS = [KIOSK, tablet('1'), citizen('20261123-A001')]
  test.each(CHANNELS)(
    '[EV3, R4, V2] a ticket is evaluated once over all channels: %o comes first, and nothing of it is told',
    first => {
      const { world, ticketId } = served()
      expect(isRefusal(world.rate(ticketId, 1, first))).toBe(false)
      for (const actor of CHANNELS)
        expect(world.rate(ticketId, 5, actor)).toEqual({ refused: 'evaluation.duplicate', about: ticketId })
    },
  )

  test('[R3, V5] a bad rating needs a tag or a text; a level of 3 needs none', () => {
    const { world, ticketId } = served()
    const answer = (level: number, over: object) =>
      ask(world, ticketId, citizen(ticketId), { level, text: '', ...over })
    expect([1, 2, 3].map(level => answer(level, {}))).toEqual([
      'evaluation.reason-missing',
      'evaluation.reason-missing',
      'taken',
    ])
    expect([answer(1, { tagCodes: ['108'] }), answer(2, { text: '没人' })]).toEqual(['taken', 'taken'])
  })

  test('[R2] tags of another level, of no level, retired, or of another version are refused', () => {
    const { world, ticketId } = served()
    const answer = (over: object) => ask(world, ticketId, citizen(ticketId), over)
    expect([['510'], ['406'], ['599'], ['501']].map(tagCodes => answer({ tagCodes }))).toEqual([
      'taken',
      ...Array(3).fill('evaluation.tag-unknown'),
    ])
    expect(answer({ tagVersion: 1 })).toBe('evaluation.tag-unknown')
  })

  test('[R5] is taken to the last millisecond of the fifth working day, and not after', () => {
    const { world, ticketId } = served()
    world.finish(ticketId)
    world.now = addMs(ENDS, -1)
    expect(ask(world, ticketId)).toBe('taken')
    world.now = ENDS
    expect(ask(world, ticketId)).toBe('evaluation.window-closed')
  })
})

describe('who may rate', () => {
  test('[V3] staff, bridge, system, boards and other visitors are refused', () => {
    const { world, ticketId } = served()
    const board: Actor = { kind: 'device', deviceId: 'b', device: 'board', hallId: 'h1' }
    for (const actor of [staff('c1'), staff('m1', 'manager'), BRIDGE, SYSTEM, board, citizen('20261123-A009')])
      expect(ask(world, ticketId, actor)).toBe('evaluation.not-citizen')
  })

  test('[V3] each caller has its own channels', () => {
    const { world, ticketId } = served()
    const fits: [Actor, string[]][] = [
      [citizen(ticketId), ['phone', 'qr']],
      [tablet('1'), ['tablet']],
      [KIOSK, ['kiosk']],
    ]
    for (const [actor, own] of fits)
      for (const channel of ['tablet', 'kiosk', 'phone', 'qr'])
        expect(ask(world, ticketId, actor, { channel })).toBe(
          own.includes(channel) ? 'taken' : 'evaluation.not-citizen',
        )
  })

  test('[EV4] a tablet takes the rating of its counter’s last visitor, until the next is called', () => {
    const { world, ticketId } = served()
    expect(ask(world, ticketId, tablet('2'))).toBe('ticket.not-here')
    world.finish(ticketId)
    expect(ask(world, ticketId, tablet('1'))).toBe('taken')
    const next = world.take('A002')
    world.verb('called', next)
    expect(ask(world, ticketId, tablet('1'))).toBe('ticket.not-here')
    expect(ask(world, ticketId)).toBe('taken')
    world.undo('called', next, 'waiting')
    expect(visitorAt(world.evaluations, '1')).toBe(ticketId)
    expect(ask(world, ticketId, tablet('1'))).toBe('taken')
  })

  test('[V1] from the call on; not before, not when called in vain, and not after an undone call', () => {
    const world = new World()
    const ticketId = world.take('A001')
    expect(ask(world, ticketId)).toBe('evaluation.not-called')
    world.verb('called', ticketId)
    expect(ask(world, ticketId)).toBe('taken')
    world.undo('called', ticketId, 'waiting')
    expect(ask(world, ticketId)).toBe('evaluation.not-called')
    world.verb('called', ticketId)
    world.verb('missed', ticketId)
    expect(ask(world, ticketId)).toBe('evaluation.not-called')
  })

  test('[EV2] the second clerk is rated after a transfer, and the first again when that call is undone', () => {
    const { world, ticketId } = served()
    const head = { v: 1, at: world.now, ticketId } as const
    world.commit([{ type: 'ticket.transferred', ...head, counterId: '1', serviceCode: 'id' }])
    world.verb('called', ticketId, '2')
    expect(world.evaluations.tickets.get(ticketId)?.server).toMatchObject({ staffId: 'clerk-2', serviceCode: 'id' })
    world.undo('called', ticketId, 'waiting')
    expect(world.evaluations.tickets.get(ticketId)?.server).toMatchObject({ staffId: 'clerk-1', serviceCode: 'tax' })
    expect(ask(world, ticketId)).toBe('taken')
  })

  test('[EV5] the checks come in a fixed order: ticket, visitor, call, tablet, duplicate, window, tags, reason', () => {
    const world = new World()
    const bad = { level: 1, tagCodes: ['510'], text: '' }
    const [id, stranger] = ['20261123-A001', staff('c1')]
    const answers = [ask(world, id, stranger, bad)]
    world.take('A001')
    answers.push(ask(world, id, stranger, bad), ask(world, id, tablet('2'), bad))
    world.finish(world.serve(id))
    answers.push(ask(world, id, tablet('2'), bad))
    world.now = ENDS
    answers.push(ask(world, id, citizen(id), bad))
    world.now = addMs(ENDS, -1)
    answers.push(ask(world, id, citizen(id), bad), ask(world, id, citizen(id), { ...bad, tagCodes: [] }))
    world.rate(id)
    world.now = ENDS
    answers.push(ask(world, id, citizen(id), bad))
    expect(answers).toEqual([
      ...['ticket.unknown', 'evaluation.not-citizen', 'evaluation.not-called', 'ticket.not-here'],
      ...['evaluation.window-closed', 'evaluation.tag-unknown', 'evaluation.reason-missing', 'evaluation.duplicate'],
    ])
  })
})

describe('what earns no parking is fixed with the rating', () => {
  const unrewarded = (world: World) => (submitted(world) as { unrewarded?: string }).unrewarded

  test.each([
    [2000, undefined],
    [1999, 'TOO_FAST'],
  ] as const)('[V6] with a form open %d ms: %s', (formOpenMs, reason) => {
    const { world, ticketId } = served()
    world.rate(ticketId, 5, undefined, { formOpenMs })
    expect(unrewarded(world)).toBe(reason)
  })

  test('[V1] a rating at the call is taken as any other; how long the service will last is asked at its end', () => {
    const world = new World()
    const ticketId = world.take('A001')
    world.verb('called', ticketId)
    world.rate(ticketId)
    expect(unrewarded(world)).toBeUndefined()
  })

  test('[V4] rated after the service day counts, but earns nothing', () => {
    const { world, ticketId } = served()
    world.finish(ticketId)
    world.pass(24 * 3600).rate(ticketId)
    expect(unrewarded(world)).toBe('NOT_SAME_DAY')
  })
})

describe('an unrated service', () => {
  const lapse = (world: World, ticketId: string) => world.send({ type: 'evaluation.lapse', ticketId })

  test('[EV6] lapses when its window has ended, and is forgotten', () => {
    const { world, ticketId } = served()
    world.finish(ticketId)
    expect(due(world.evaluations, addMs(ENDS, -1), CALENDAR)).toEqual([])
    expect(typesOf(lapse(world, ticketId))).toEqual(['evaluation.not-open'])
    world.now = ENDS
    const [first] = due(world.evaluations, world.now, CALENDAR)
    expect(first).toEqual({ key: `evaluation.lapse ${ticketId}`, command: { type: 'evaluation.lapse', ticketId } })
    expect(typesOf(lapse(world, ticketId))).toEqual(['evaluation.lapsed'])
    expect(due(world.evaluations, world.now, CALENDAR)).toEqual([])
    expect(typesOf(lapse(world, ticketId))).toEqual(['ticket.unknown'])
    expect(world.evaluations.tickets.has(ticketId)).toBe(false)
  })

  test('[V4] after it has lapsed its visitor hears that the window is closed, others that there is no such ticket', () => {
    const { world, ticketId } = served()
    world.finish(ticketId)
    world.now = ENDS
    lapse(world, ticketId)
    const actors = [citizen(ticketId), KIOSK, tablet('1'), tablet('2'), citizen('20261123-A777'), staff('c1')]
    expect(actors.map(actor => ask(world, ticketId, actor))).toEqual([
      ...['evaluation.window-closed', 'evaluation.window-closed', 'evaluation.window-closed'],
      ...['ticket.unknown', 'ticket.unknown', 'ticket.unknown'],
    ])
    expect(ask(world, '20261124-A001', KIOSK)).toBe('ticket.unknown')
  })

  test('[EV6] neither a rated nor an unfinished service lapses', () => {
    const { world, ticketId } = served()
    const other = world.serve(world.take('A002'))
    world.finish(ticketId)
    world.rate(ticketId)
    world.now = ENDS
    expect(due(world.evaluations, world.now, CALENDAR)).toEqual([])
    expect([typesOf(lapse(world, ticketId)), typesOf(lapse(world, other))]).toEqual([
      ['evaluation.duplicate'],
      ['evaluation.not-called'],
    ])
  })

  test('[EV6] an undone completion is off the list', () => {
    const { world, ticketId } = served()
    world.finish(ticketId)
    world.undo('completed', ticketId, 'serving')
    expect(due(world.evaluations, ENDS, CALENDAR)).toEqual([])
  })

  test('[EV6] at most a hundred lapse in one tick', () => {
    const world = new World()
    for (let n = 1; n <= 120; n += 1) {
      const ticketId = world.take(`A${String(n).padStart(3, '0')}`)
      world.verb('called', ticketId)
      world.verb('arrived', ticketId)
      world.finish(ticketId)
    }
    expect(due(world.evaluations, ENDS, CALENDAR)).toHaveLength(100)
  })

  test('[EV7] day close forgets who was never served, and keeps the rated so that a second rating is told apart', () => {
    const { world, ticketId } = served()
    const waiting = world.take('A002')
    world.rate(ticketId)
    world.finish(ticketId)
    world.commit([{ type: 'hall.dayClosed', v: 1, at: world.now, businessDay: DAY }])
    expect(world.evaluations.tickets.has(waiting)).toBe(false)
    expect(ask(world, ticketId)).toBe('evaluation.duplicate')
    world.commit([{ type: 'hall.dayClosed', v: 1, at: world.now, businessDay: '2026-12-30' }])
    expect(world.evaluations.tickets.size).toBe(0)
  })
})

test('[EV8] a ticket’s page shows whether it was rated and until when it can be, never how', () => {
  const { world, ticketId } = served()
  expect(ratingOf(world.evaluations, ticketId, CALENDAR)).toEqual({ rated: false, ratingEndsAt: ENDS })
  world.rate(ticketId)
  expect(ratingOf(world.evaluations, ticketId, CALENDAR)).toEqual({ rated: true })
  expect(ratingOf(world.evaluations, '20261123-A999', CALENDAR)).toBeUndefined()
})
