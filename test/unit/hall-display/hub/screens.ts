import type { Envelope, Screen, ScreenEvent } from '@pingting/contract'

export const NINE = '2026-11-23T01:00:00.000Z'
export const TICKET = '20261123-A001'

export const emptyScreen = (): Screen => ({
  ...{ counters: {}, tickets: {}, calls: [], exemptions: {}, withheld: {}, stays: {}, foreign: {} },
  ...{ mismatches: {}, breaks: {}, closings: {} },
})

export const floorScreen = (): Screen => ({
  ...emptyScreen(),
  counters: { C01: { counterId: 'C01', label: '1', profile: ['tax'], status: 'open', staffName: '王芳' } },
})

/** The envelope after `last`, unless told otherwise. */
export function envelopeOf(seq: number, events: ScreenEvent[], over: Partial<Envelope> = {}): Envelope {
  return { stream: 'hall:h1', audience: 'floor', epoch: 'e1', seq, last: seq - 1, at: NINE, events, ...over }
}

export const taken = (ticketId = TICKET): ScreenEvent => ({
  ...{ type: 'ticket.taken', at: NINE, ticketId, number: ticketId.slice(9), serviceCode: 'tax', priority: 'none' },
})

export const called = (ticketId = TICKET): ScreenEvent => ({
  ...{ type: 'ticket.called', at: NINE, ticketId, number: ticketId.slice(9), counterId: 'C01' },
})
