import type { CounterRow, TicketRow } from '@pingting/contract/words/screen'
import { describe, expect, test } from 'vitest'
import {
  KEYS,
  NEXT_KEY,
  nextVerb,
  RECALLS_MAX,
  type Verb,
  whyNot,
  wishOf,
} from '../../../../hall-display/src/counter/verbs.ts'
import { NINE, TICKET } from '../hub/screens.ts'

const counter = (status: CounterRow['status'] = 'open'): CounterRow => ({
  ...{ counterId: 'C01', label: '1', profile: ['tax'], status },
})
const ticket = (status: string, recallTally = 0): TicketRow => ({
  ...{ ticketId: TICKET, number: 'A001', serviceCode: 'tax', priority: 'none', status, takenAt: NINE, recallTally },
})
const allowed = (row: TicketRow | undefined, at = counter()): Verb[] =>
  KEYS.map(({ verb }) => verb).filter(verb => whyNot(verb, at, row, true) === undefined)

describe('the verbs of a counter', () => {
  test('[TK15] an idle counter calls; a paused one does not', () => {
    expect(allowed(undefined)).toEqual(['callNext', 'pause', 'undo'])
    expect(whyNot('callNext', counter('paused'), undefined, true)).toBe('whyPaused')
  })

  test('[FA12] who is called may be called again, arrive, be missed or held; who is served may be finished, held, moved', () => {
    expect(allowed(ticket('called'))).toEqual(['recall', 'arrive', 'miss', 'hold', 'pause', 'undo'])
    expect(allowed(ticket('serving'))).toEqual(['finish', 'hold', 'transfer', 'pause', 'undo'])
  })

  test('[TK7] at the recall limit the console says why and suggests the miss', () => {
    const often = ticket('called', RECALLS_MAX)

    expect(whyNot('recall', counter(), often, true)).toBe('whyRecalled')
    expect(nextVerb(counter(), often)).toBe('miss')
  })

  test('[FA12] a verb that makes no sense says why: nobody there, not called, not served', () => {
    const why = (row: TicketRow | undefined) =>
      KEYS.map(({ verb }) => whyNot(verb, counter(), row, true)).filter(Boolean)
    const notCalled = Array(3).fill('whyNotCalled')

    expect(why(undefined)).toEqual([
      'whyNotCalled',
      'whyNotCalled',
      'whyNotServing',
      'whyNotCalled',
      'whyNobody',
      'whyNotServing',
    ])
    expect(why(ticket('serving'))).toEqual(['whyBusy', ...notCalled])
  })

  test('[FA13] away from the hub no verb makes sense, and each says why', () => {
    const why = KEYS.map(({ verb }) => whyNot(verb, counter(), ticket('called'), false))

    expect(new Set(why)).toEqual(new Set(['whyOffline']))
  })

  test('[FA12] what to do next: call, or go on first; arrive, or miss at the limit; finish', () => {
    expect(nextVerb(counter(), undefined)).toBe('callNext')
    expect(nextVerb(counter('paused'), undefined)).toBe('resume')
    expect(nextVerb(counter(), ticket('called', RECALLS_MAX - 1))).toBe('arrive')
    expect(nextVerb(counter(), ticket('serving', RECALLS_MAX))).toBe('finish')
  })

  test('[FA12] each verb but the two that ask first has its command, and each key is its own', () => {
    const asking = KEYS.map(({ verb }) => verb).filter(verb => wishOf(verb, 'C01', TICKET) === undefined)

    expect(asking).toEqual(['transfer', 'pause'])
    expect(wishOf('arrive', 'C01', TICKET)).toEqual({ type: 'ticket.arrive', counterId: 'C01', ticketId: TICKET })
    expect(wishOf('resume', 'C01', TICKET)).toEqual({ type: 'counter.resume', counterId: 'C01' })
    expect(wishOf('undo', 'C01', TICKET)).toEqual({ type: 'counter.undo', counterId: 'C01' })
    expect(new Set([NEXT_KEY, ...KEYS.map(({ hotKey }) => hotKey)]).size).toBe(KEYS.length + 1)
  })
})
