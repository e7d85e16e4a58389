import type { Event } from '@pingting/contract'
import type { HallState } from '../../../../server/src/domain.ts'
import type { LotState, Stay } from '../../../../server/src/lots/state.ts'
import type { AnyRules, Plant } from '../plant.ts'
import { hallRulesWith, lotRulesWith } from './wrap.ts'

/** What is granted is told a reason instead, every second time. */
const everySecondTold = (reason: 'TOO_LATE' | 'ALREADY_LEFT'): NonNullable<Plant['rules']> =>
  hallRulesWith(rules => ({
    react: (state, events, facts) =>
      rules.react(state, events, facts).map(event => {
        if (event.type !== 'exemption.granted' || Number(event.plate.slice(-1)) % 2 === 0) return event
        const { v, at, ticketId, evaluationId } = event
        return { type: 'exemption.withheld', v, at, ticketId, evaluationId, reason } as Event
      }),
  }))

export const everySecondTooLate: Plant = {
  name: 'every-second-too-late',
  bug: 'every second car is told that it has paid already',
  guards: 'I-3',
  rules: everySecondTold('TOO_LATE'),
}

export const everySecondHasLeft: Plant = {
  name: 'every-second-has-left',
  bug: 'every second car is told that it has left already',
  guards: 'I-3',
  rules: everySecondTold('ALREADY_LEFT'),
}

/** The lot shows a stay otherwise than the gate has told it. */
const staysSeenAs = (see: (stay: Stay) => void): NonNullable<Plant['rules']> =>
  lotRulesWith(rules => ({
    evolve: (state: LotState, event) => {
      rules.evolve(state, event)
      const stay = 'stayId' in event ? state.stays.get(event.stayId ?? '') : undefined
      if (stay !== undefined) see(stay)
    },
  }))

export const monthCardsGranted: Plant = {
  name: 'month-cards-granted',
  bug: 'a month card is taken for a casual car',
  guards: 'I-3',
  rules: staysSeenAs(stay => {
    if (stay.carClass === 'monthCard') stay.carClass = 'casual'
  }),
}

export const paidGranted: Plant = {
  name: 'paid-granted',
  bug: 'a car that has paid is granted',
  guards: 'I-3',
  rules: staysSeenAs(stay => {
    delete stay.paidAt
  }),
}

export const leftGranted: Plant = {
  name: 'left-granted',
  bug: 'a car that has left is granted',
  guards: 'I-3',
  rules: staysSeenAs(stay => {
    delete stay.exitedAt
  }),
}

export const denialForgotten: Plant = {
  name: 'denial-forgotten',
  bug: 'what the barrier did not take stands open until it runs out',
  guards: 'I-7',
  rules: staysSeenAs(stay => {
    delete stay.denied
  }),
}

export const plateLimitIgnored: Plant = {
  name: 'plate-limit-ignored',
  bug: 'a plate gets as many exemptions a day as it has stays',
  guards: 'I-3',
  rules: hallRulesWith(rules => ({
    evolve: (state: HallState, event) => {
      rules.evolve(state, event)
      state.exemptions.plateTallies.clear()
    },
  })),
}

export const freedNotAsked: Plant = {
  name: 'freed-not-asked',
  bug: 'a plate that has become free again is not asked about for the tickets that waited for it',
  guards: 'I-3',
  rules: hallRulesWith((rules: AnyRules) => ({
    react: (state, events, facts) => {
      const { exemptions } = state
      const isFreed = events.some(({ type }) => type === 'exemption.revoked' || type === 'exemption.refused')
      if (!isFreed) return rules.react(state, events, facts)
      return rules.react({ ...state, exemptions: { ...exemptions, limited: new Map() } }, events, facts)
    },
  })),
}
