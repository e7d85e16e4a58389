import { addMs, type Event } from '@pingting/contract'
import { otherwise } from '../bridge/otherwise.ts'
import type { Plant } from '../plant.ts'
import { decidedAs, hallRulesWith, lotRulesWith } from './wrap.ts'

const withoutType = (events: Event[], type: Event['type']): Event[] => events.filter(event => event.type !== type)

export const grantOutsideCommit: Plant = {
  name: 'grant-outside-commit',
  bug: 'the exemption is granted by a command of its own after the rating',
  guards: 'I-3',
  rules: hallRulesWith(rules => ({
    react: (state, events, facts) =>
      events.some(({ type }) => type === 'evaluation.submitted')
        ? withoutType(rules.react(state, events, facts), 'exemption.granted')
        : rules.react(state, events, facts),
  })),
}

export const levelCounts: Plant = {
  name: 'level-counts',
  bug: 'a bad rating earns no parking',
  guards: 'I-14, I-3',
  rules: hallRulesWith(rules => ({
    react: (state, events, facts) => {
      const reactions = rules.react(state, events, facts)
      const isBad = events.some(event => event.type === 'evaluation.submitted' && event.level <= 2)
      return isBad ? withoutType(reactions, 'exemption.granted') : reactions
    },
  })),
}

export const reasonForgotten: Plant = {
  name: 'reason-forgotten',
  bug: 'an exemption is withheld without a reason',
  guards: 'I-3',
  rules: hallRulesWith(rules => ({
    react: (state, events, facts) => withoutType(rules.react(state, events, facts), 'exemption.withheld'),
  })),
}

export const wrongMidnight: Plant = {
  name: 'wrong-midnight',
  bug: 'an exemption ends at midnight of another time zone',
  guards: 'I-3',
  rules: hallRulesWith(rules => ({
    react: (state, events, facts) =>
      rules
        .react(state, events, facts)
        .map(event =>
          event.type === 'exemption.granted' ? { ...event, notAfter: addMs(event.notAfter, 8 * 3_600_000) } : event,
        ),
  })),
}

export const otherStay: Plant = {
  name: 'other-stay',
  bug: 'an exemption is granted for another stay than the one the car has',
  guards: 'I-3',
  rules: hallRulesWith(rules => ({
    react: (state, events, facts) =>
      rules
        .react(state, events, facts)
        .map(event => (event.type === 'exemption.granted' ? { ...event, stayId: `before ${event.stayId}` } : event)),
  })),
}

export const doubtRefuses: Plant = {
  name: 'doubt-refuses',
  bug: 'the hub books an exemption in doubt as refused',
  guards: 'I-7',
  rules: hallRulesWith(rules => ({
    decide: (state, command, facts) =>
      command.type === 'exemption.doubt'
        ? rules.decide(state, { ...command, type: 'exemption.refuse', reason: 'INVALID' }, facts)
        : rules.decide(state, command, facts),
  })),
}

export const revokedUnasked: Plant = {
  name: 'revoked-unasked',
  bug: 'a corrected plate ends the old exemption without asking the gate',
  guards: 'I-7',
  rules: hallRulesWith(rules => ({
    decide: (state, command, facts) => {
      const decision = rules.decide(state, command, facts)
      if ('refused' in decision) return decision
      return decision.map(event =>
        event.type === 'exemption.revocationRequested' ? { ...event, type: 'exemption.revoked' as const } : event,
      )
    },
  })),
}

export const lateUseDropped: Plant = {
  name: 'late-use-dropped',
  bug: 'a use that is told after the exemption has run out is not booked',
  guards: 'I-6, I-7',
  rules: hallRulesWith(rules => ({
    decide: (state, command, facts) =>
      command.type === 'exemption.honour' && state.exemptions.exemptions.get(command.exemptionId)?.status === 'expired'
        ? []
        : rules.decide(state, command, facts),
  })),
}

export const onePersonWritesOff: Plant = {
  name: 'one-person-writes-off',
  bug: 'whoever proposed a write-off may approve it',
  guards: 'I-4',
  rules: hallRulesWith(rules => ({
    decide: (state, command, facts) => {
      const decision = rules.decide(state, command, facts)
      if (command.type !== 'exemption.approveWriteOff' || facts.actor.kind !== 'staff') return decision
      if (!('refused' in decision) || decision.refused !== 'exemption.same-person') return decision
      const { staffId } = facts.actor
      const other = rules.decide(state, command, { ...facts, actor: { ...facts.actor, staffId: 'somebody' } })
      return 'refused' in other
        ? other
        : other.map(event => (event.type === 'exemption.writeOffApproved' ? { ...event, staffId } : event))
    },
  })),
}

export const plateComparedRaw: Plant = {
  name: 'plate-compared-raw',
  bug: 'the lot looks a plate up as the camera wrote it',
  guards: 'I-3',
  rules: lotRulesWith(rules => ({
    evolve: (state, event) => {
      rules.evolve(state, event)
      if (event.type !== 'stay.entered' || event.plate === undefined) return
      for (const [plate, stays] of state.byPlate)
        if (plate !== event.plate && stays.includes(event.stayId)) {
          state.byPlate.delete(plate)
          state.byPlate.set(event.plate, stays)
        }
    },
  })),
}

export const usesBesideTheBooks: Plant = {
  name: 'uses-beside-the-books',
  bug: 'a use of an open exemption is taken for one after its end',
  guards: 'I-6',
  rules: decidedAs(events =>
    events.map(event =>
      event.type === 'exemption.honoured' && event.endedAs === undefined
        ? ({ ...event, type: 'exemption.mismatched', mismatch: 'APPLIED_AFTER_END' } as Event)
        : event,
    ),
  ),
}

export const factsCountTwice: Plant = {
  name: 'facts-count-twice',
  bug: 'facts of the gate that are told again are recorded again',
  guards: 'I-7',
  // A bridge that fetches a little more than it needs meets a hub that takes it all.
  lot: lot =>
    otherwise(lot, {
      eventsSince: async (seq, max) => {
        const told = await lot.eventsSince(seq, max)
        const isNews = told.told === 'answered' && told.answer.records.length > 0
        return isNews && seq > 0 ? lot.eventsSince(seq - 1, max) : told
      },
    }),
  rules: lotRulesWith(rules => ({
    decide: (state, command, facts) => {
      if (command.type !== 'lot.report' || command.gateEpoch !== state.gateEpoch)
        return rules.decide(state, command, facts)
      const first = command.records[0]?.gateSeq
      if (first === undefined || first > state.gateSeq) return rules.decide(state, command, facts)
      return rules.decide({ ...state, gateSeq: first - 1 }, command, facts)
    },
  })),
}

export const leaseNotChecked: Plant = {
  name: 'lease-not-checked',
  bug: 'the hub takes reports of a bridge that has lost the lot',
  guards: 'I-5',
  rules: lotRulesWith(rules => ({
    decide: (state, command, facts) =>
      command.type === 'lot.report'
        ? rules.decide(state, { ...command, bridgeEpoch: state.bridgeEpoch }, facts)
        : rules.decide(state, command, facts),
  })),
}
