import type { Event } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import * as accounts from '../../../server/src/accounts/state.ts'
import * as counters from '../../../server/src/counters/state.ts'
import * as evaluations from '../../../server/src/evaluations/state.ts'
import * as exemptions from '../../../server/src/exemptions/state.ts'
import * as lots from '../../../server/src/lots/state.ts'
import { crossings, react } from '../../../server/src/reactions.ts'
import * as tickets from '../../../server/src/tickets/state.ts'
import { DAY, FREE, fakeId, LOT, NINE, SYSTEM, World } from './world.ts'

/** Of a ticket, an exemption, an account and a stay that no state remembers any more. */
const gone = (type: string): Event =>
  ({
    ...{ type, v: 1, at: NINE, ticketId: '20260101-A001', exemptionId: 'x', staffId: 'nobody', counterId: '1' },
    ...{ stayId: 's9', gateSeq: 1, lotId: LOT, exitedAt: NINE, minutesApplied: 60, ...FREE, businessDay: DAY },
    ...{ plate: '鲁F12345', plateColour: 1, revision: 1, reason: 'NO_PLATE', level: 5, source: 'active' },
  }) as unknown as Event

const folds: [string, { initial(): unknown; evolve: (state: never, event: Event) => void }, string[]][] = [
  [
    'exemptions',
    exemptions,
    [
      ...['plate.bound', 'exemption.withheld', 'exemption.confirmed', 'exemption.honoured', 'evaluation.submitted'],
      ...['ticket.called', 'evaluation.lapsed', 'exemption.writeOffLapsed', 'exemption.refused'],
    ],
  ],
  ['evaluations', evaluations, ['evaluation.submitted', 'evaluation.lapsed', 'ticket.completed']],
  ['tickets', tickets, ['evaluation.submitted', 'evaluation.lapsed', 'hall.dayErased']],
  ['accounts', accounts, ['account.passwordChanged', 'account.secondFactorSet', 'account.secondFactorEnded']],
  ['a lot', lots, ['ticket.taken']],
]

describe('what was forgotten', () => {
  test.each(folds)('[EX20, HL7] news of it changes nothing in %s', (_, module, types) => {
    // given a state that knows nobody · when it hears of somebody · then it is as it was
    for (const type of types) {
      const state = module.initial()
      module.evolve(state as never, gone(type))
      expect(state, type).toEqual(module.initial())
    }
  })

  test.each([
    ['tickets', tickets, 'ticket.arrived', 'the journal names 20260101-A001'],
    ['counters', counters, 'counter.paused', 'no counter 1'],
  ] as const)(
    '[JR4] a journal that moves in %s what it never made is a bug, and is not folded',
    (_, module, type, told) => {
      expect(() => module.evolve(module.initial() as never, gone(type))).toThrow(told)
    },
  )

  test.each(['exemption.revoked', 'exemption.refused'])('[EX15] %s of an exemption nobody knows frees no car', type => {
    // given a visitor who would be granted, were he asked about now
    const world = new World()
    world.visit('A001', '鲁F12345')
    const car = { kind: 'entered', stayId: 's1', plate: '鲁F12345', carClass: 'casual', laneId: 'in' } as const
    const records = [{ ...car, gateSeq: 1, enteredAt: world.now }]
    world.toLot({ type: 'lot.report', commandId: fakeId('r'), bridgeEpoch: 1, gateEpoch: 'g1', records })
    // when the news comes · then he is not
    expect(react([gone(type)], world.exemptions, world.facts(SYSTEM))).toEqual([])
  })

  test('[EX8] a use whose fact the lot does not hold is told to no hall', () => {
    const news = gone('stay.exemptionHonoured')
    expect(crossings([news], lots.initial(), [{ hallId: 'h1', exemptions: exemptions.initial() }])).toEqual([])
  })
})
