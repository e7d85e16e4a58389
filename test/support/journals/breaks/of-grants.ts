import { type Event, endOfBusinessDay } from '@pingting/contract'
import { idOf } from '../../../../server/src/hub/ids.ts'
import { POLICY } from '../place.ts'
import type { Visit } from '../visit.ts'
import { answering, type Way } from './break.ts'

/** A key that no rule of a hall has made. */
export const phantomOf = (visit: Visit): string => idOf('phantom', visit.name)

/** Granted although nobody has rated: in the very commit that ends the service. */
function grantUnrated(visit: Visit): Visit {
  const { place, stayId, plate, counterId } = visit
  answering(
    place,
    command => command.type === 'ticket.finish' && command.ticketId === visit.ticketId,
    right => [
      ...right,
      {
        ...{ type: 'exemption.granted', v: 1, at: place.now, exemptionId: phantomOf(visit), ticketId: visit.ticketId },
        ...{ evaluationId: idOf('no evaluation', visit.name), counterId, lotId: place.lotId, stayId, plate },
        ...{ plateColour: 0, revision: 0, freeMinutes: 120, stackRule: 'max', policyVersion: POLICY.version },
        ...{ businessDay: place.day, notBefore: place.instantAt(0), notAfter: endOfBusinessDay(place.day) },
      } as Event,
    ],
  )
  return visit
}

/** Any that the hall has had by then. */
const otherRating = ({ place, name, ticketId }: Visit): string =>
  [...place.hall.exemptions.claims.values()].find(one => one.evaluation !== undefined && one.ticketId !== ticketId)
    ?.evaluation?.evaluationId ?? idOf('no evaluation', name)

/** The hall grants with the rating, by no rule of its own, and so tells its gate. */
function grantWrongly(visit: Visit, change: () => object): Visit {
  const { place, stayId, plate, counterId } = visit
  answering(
    place,
    command => command.type === 'evaluation.submit' && command.ticketId === visit.ticketId,
    right => {
      const rated = right.find(event => event.type === 'evaluation.submitted')
      const terms = { plateColour: 0, revision: 0, freeMinutes: 120, stackRule: 'max', policyVersion: POLICY.version }
      return [
        ...right,
        {
          ...{
            type: 'exemption.granted',
            v: 1,
            at: place.now,
            exemptionId: phantomOf(visit),
            ticketId: visit.ticketId,
          },
          ...{ evaluationId: rated?.evaluationId, counterId, lotId: place.lotId, stayId, plate, ...terms },
          ...{ businessDay: place.day, notBefore: place.instantAt(0), notAfter: endOfBusinessDay(place.day) },
          ...change(),
        } as Event,
      ]
    },
  )
  return visit
}

export const B2: readonly Way[] = [
  {
    what: 'granted without a rating, and used',
    play: visit => void grantUnrated(visit).enters().served().leaves(),
    key: phantomOf,
  },
  {
    what: 'granted without a rating, and held',
    play: visit => void grantUnrated(visit).enters().served(),
    key: phantomOf,
  },
  {
    what: 'granted on a rating of another visit, and used',
    play: visit =>
      void grantWrongly(visit, () => ({ evaluationId: otherRating(visit) }))
        .earns()
        .leaves(),
    key: phantomOf,
  },
]

/** Off the policy it names, and told alike by hall, gate and exit. */
export const B9_GRANTED: readonly Way[] = [
  {
    what: 'granted for 500 minutes, held and used for them',
    play: visit =>
      void grantWrongly(visit, () => ({ freeMinutes: 500 }))
        .earns()
        .leaves(),
    key: phantomOf,
  },
  {
    what: 'granted for 500 minutes by a policy that nobody has adopted, and held',
    play: visit => void grantWrongly(visit, () => ({ freeMinutes: 500, policyVersion: 'none' })).earns(),
    key: phantomOf,
  },
]
