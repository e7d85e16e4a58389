import type { CounterRow, TicketRow } from '@pingting/contract/words/screen'
import { describe, expect, test } from 'vitest'
import { whyNotCallable } from '../../../../hall-display/src/counter/lists/callable.ts'
import { NINE, TICKET } from '../hub/screens.ts'

const at = (label: string, profile: string[], over: Partial<CounterRow> = {}): CounterRow => ({
  ...{ counterId: `C${label}`, label, profile, status: 'open' },
  ...over,
})
const here = at('1', ['tax'])
const ticket = (over: Partial<TicketRow> = {}): TicketRow => ({
  ...{ ticketId: TICKET, number: 'A001', serviceCode: 'tax', priority: 'none', status: 'waiting', takenAt: NINE },
  ...{ recallTally: 0, ...over },
})
const why = (row: TicketRow, others: CounterRow[] = [], counter = here, live = true) =>
  whyNotCallable(row, counter, Object.fromEntries([counter, ...others].map(each => [each.counterId, each])), live)

describe('[FA11] why a ticket is not callable here', () => {
  test('it is, when it waits for a service of this counter, which is open and free', () => {
    expect(why(ticket())).toBeUndefined()
  })

  test('another service: which open counters have it, few by name; else which are paused; else none', () => {
    const permit = ticket({ serviceCode: 'permits' })
    const open = ['10', '2', '3', '4', '5'].map(label => at(label, ['permits']))
    const paused = at('6', ['tax', 'permits'], { status: 'paused' })
    const closed = at('7', ['permits'], { status: 'closed' })

    expect(why(permit, [...open.slice(0, 2), paused])).toEqual({
      ...{ of: 'ticket', word: 'whyOtherService', values: { counters: '2 10' } },
    })
    expect(why(permit, open)?.values).toEqual({ counters: '2 3 4 5 …' })
    expect(why(permit, [paused, closed])).toEqual({ of: 'ticket', word: 'whyAllPaused', values: { counters: '6' } })
    expect(why(permit, [closed])).toEqual({ of: 'ticket', word: 'whyNoCounter' })
  })

  test('claimed by another counter, by its name; or here already', () => {
    const second = at('2', ['tax'], { ticketId: TICKET })

    for (const status of ['called', 'serving'])
      expect(why(ticket({ status, counterId: 'C2' }), [second])).toMatchObject({
        ...{ word: 'whyClaimed', values: { counter: '2' } },
      })
    expect(why(ticket({ status: 'called', counterId: 'C1' }))?.word).toBe('whyHere')
  })

  test.each([
    ['held', 'whyHeld'],
    ['noShow', 'whyMissed'],
    ['completed', 'whyEnded'],
    ['cancelled', 'whyEnded'],
    ['expired', 'whyEnded'],
  ])('%s', (status, word) => {
    expect(why(ticket({ status }))).toEqual({ of: 'ticket', word })
  })

  test('the counter is paused, has somebody, or is cut off; what lies with the ticket comes first', () => {
    const ofCounter = (counter: CounterRow, live = true) => why(ticket(), [], counter, live)

    expect(ofCounter({ ...here, status: 'paused' })).toEqual({ of: 'counter', word: 'whyPaused' })
    expect(ofCounter({ ...here, ticketId: 'other' })).toEqual({ of: 'counter', word: 'whyBusy' })
    expect(ofCounter(here, false)).toEqual({ of: 'counter', word: 'whyOffline' })
    expect(why(ticket({ status: 'held' }), [], here, false)?.word).toBe('whyHeld')
  })
})
