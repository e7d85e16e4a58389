import { type BusinessClock, businessMs, type Instant, instantOf } from '@pingting/contract'

/** The only place in the hub that reads the wall clock. */
export interface Clock {
  now(): Instant
  speed: number
}

export const openClock = (setting: BusinessClock): Clock => ({
  now: () => instantOf(Math.floor(businessMs(setting, Date.now()))),
  speed: setting.speed,
})

/** The wall's time, for what people and their phones count by: idle sessions, second factors. */
export const wallMs = (): number => Date.now()
