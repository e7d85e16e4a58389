import { join, waitingOf } from '../../../../server/src/tickets/queue.ts'
import type { Plant } from '../plant.ts'
import { decidedAs, hallRulesWith } from './wrap.ts'

export const ratedTwice: Plant = {
  name: 'rated-twice',
  bug: 'a rating at the kiosk does not close the ticket for other channels',
  guards: 'I-2',
  rules: hallRulesWith(rules => ({
    evolve: (state, event) => {
      rules.evolve(state, event)
      if (event.type !== 'evaluation.submitted' || event.channel !== 'kiosk') return
      const ticket = state.evaluations.tickets.get(event.ticketId)
      if (ticket !== undefined) ticket.rated = false
    },
  })),
}

export const wrongClerkRated: Plant = {
  name: 'wrong-clerk-rated',
  bug: 'a rating names the clerk who sits at the counter now',
  guards: 'I-2',
  rules: decidedAs(events =>
    events.map(event =>
      event.type === 'evaluation.submitted' && event.channel === 'qr' ? { ...event, staffId: 'clerk-C1' } : event,
    ),
  ),
}

export const undoAfterRating: Plant = {
  name: 'undo-after-rating',
  bug: 'a rated service can be undone',
  guards: 'I-2',
  rules: hallRulesWith(rules => ({
    evolve: (state, event) => {
      rules.evolve(state, event)
      if (event.type !== 'evaluation.submitted') return
      const ticket = state.tickets.tickets.get(event.ticketId)
      if (ticket !== undefined) ticket.rated = false
    },
  })),
}

export const priorityIgnored: Plant = {
  name: 'priority-ignored',
  bug: 'the queue is first come, first served, whoever comes',
  guards: 'I-13',
  rules: hallRulesWith(rules => ({
    evolve: (state, event) => {
      rules.evolve(state, event.type === 'ticket.taken' ? { ...event, priority: 'none' } : event)
    },
  })),
}

export const numberGivenTwice: Plant = {
  name: 'number-given-twice',
  bug: 'the count of numbers is lost with a cancelled ticket',
  guards: 'I-13',
  rules: hallRulesWith(rules => ({
    evolve: (state, event) => {
      rules.evolve(state, event)
      if (event.type !== 'ticket.cancelled') return
      for (const [key, count] of state.tickets.issued) state.tickets.issued.set(key, count - 1)
    },
  })),
}

export const calledTwice: Plant = {
  name: 'called-twice',
  bug: 'a missed ticket stays in the list of those who wait',
  guards: 'I-13',
  rules: hallRulesWith(rules => ({
    evolve: (state, event) => {
      rules.evolve(state, event)
      if (event.type !== 'ticket.missed') return
      const ticket = state.tickets.tickets.get(event.ticketId)
      if (ticket === undefined) return
      ticket.place = { ...ticket.place, status: 'waiting' }
      join(state.tickets.waiting.get(ticket.place.serviceCode)!, waitingOf(ticket))
    },
  })),
}
