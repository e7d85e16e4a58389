import { type BusinessClock, businessMs, type Instant, instantOf } from '@pingting/contract'

/** The business time all processes of the demo share, with sleeping in it. */
export interface DemoTime {
  now(): Instant
  /** Waits until a business instant; at once when it has passed. */
  until(at: Instant): Promise<void>
  seconds(count: number): Promise<void>
}

export function timeOf(clock: BusinessClock): DemoTime {
  const nowMs = (): number => businessMs(clock, Date.now())
  const sleep = (businessWaitMs: number): Promise<void> =>
    businessWaitMs <= 0 ? Promise.resolve() : new Promise(resolve => setTimeout(resolve, businessWaitMs / clock.speed))
  return {
    now: () => instantOf(Math.floor(nowMs())),
    until: at => sleep(Date.parse(at) - nowMs()),
    seconds: count => sleep(count * 1_000),
  }
}
