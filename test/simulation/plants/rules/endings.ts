import type { Event, EventOf } from '@pingting/contract'
import { otherwise } from '../bridge/otherwise.ts'
import type { Plant } from '../plant.ts'
import { decidedAs } from './wrap.ts'

const confirmedIn = (events: readonly Event[]): EventOf<'exemption.confirmed'> | undefined =>
  events.find(event => event.type === 'exemption.confirmed')

export const ranOutAtOnce: Plant = {
  name: 'ran-out-at-once',
  bug: 'an exemption runs out when the gate confirms it',
  guards: 'I-4',
  rules: decidedAs((events, _command, { at }) => {
    const confirmed = confirmedIn(events)
    if (confirmed === undefined) return events
    return [...events, { type: 'exemption.expired', v: 1, at, exemptionId: confirmed.exemptionId }]
  }),
}

export const takenBackForNothing: Plant = {
  name: 'taken-back-for-nothing',
  bug: 'every third exemption is taken back when the gate confirms it',
  guards: 'I-4',
  rules: decidedAs((events, _command, { at }) => {
    const confirmed = confirmedIn(events)
    if (confirmed === undefined || confirmed.exemptionId.charCodeAt(0) % 3 > 0) return events
    return [...events, { type: 'exemption.revocationRequested', v: 1, at, exemptionId: confirmed.exemptionId }]
  }),
}

export const frozenForConfirmed: Plant = {
  name: 'frozen-for-confirmed',
  bug: 'what the gate confirms is laid before an operator, unless it was in doubt',
  guards: 'I-7',
  rules: decidedAs((events, _command, { at }, { exemptions }) =>
    events.map(event => {
      const isSure =
        event.type === 'exemption.confirmed' && exemptions.exemptions.get(event.exemptionId)?.unknown === false
      return isSure ? { type: 'exemption.frozen', v: 1, at, exemptionId: event.exemptionId } : event
    }),
  ),
}

export const refusedOtherwise: Plant = {
  name: 'refused-otherwise',
  bug: 'whatever the gate refuses is told as an order it cannot read',
  guards: 'I-7',
  lot: lot =>
    otherwise(lot, {
      grant: async sending => {
        const told = await lot.grant(sending)
        const isRefused = told.told === 'answered' && told.answer.outcome === 'Rejected'
        return isRefused ? { ...told, answer: { ...told.answer, reason: 'INVALID' } } : told
      },
    }),
}

export const holdsExpire: Plant = {
  name: 'holds-expire',
  bug: 'some of those who are asked to wait a while are sent home',
  guards: 'I-13',
  rules: decidedAs(events =>
    events.map(event => {
      if (event.type !== 'ticket.held' || !event.ticketId.endsWith('7')) return event
      return { type: 'ticket.expired', v: 1, at: event.at, ticketId: event.ticketId }
    }),
  ),
}

export const missesCancel: Plant = {
  name: 'misses-cancel',
  bug: 'who was missed counts as one who has cancelled',
  guards: 'I-13',
  rules: decidedAs(events =>
    events.map(event =>
      event.type === 'ticket.missed'
        ? { type: 'ticket.cancelled', v: 1, at: event.at, ticketId: event.ticketId }
        : event,
    ),
  ),
}
