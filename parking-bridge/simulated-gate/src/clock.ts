import { type BusinessClock, businessMs } from '@pingting/contract/words/business-clock'
import { type Instant, instantOf } from '@pingting/contract/words/time'

/** The time the gate works by. In a demo it runs faster than the wall; timeouts of sockets do not. */
export type Clock = () => Instant

export const clockOf =
  (business: BusinessClock): Clock =>
  () =>
    instantOf(Math.floor(businessMs(business, Date.now())))
