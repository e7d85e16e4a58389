import {
  APPOINTMENT_PREFIX,
  type CommandOf,
  type Decision,
  type Facts,
  flawOfHours,
  type HallCard,
  refuse,
  WAIT_LIMIT_MINUTES,
} from '@pingting/contract'
import type { HallState } from './state.ts'

/** How a hall is set up after its beginning. What is there already is answered without an event. */

const COUNTERS_MAX = 200

export const repeated = (words: readonly string[]): string | undefined =>
  words.find((word, index) => words.indexOf(word) !== index)

/** Where anything is booked ahead, one prefix is that of appointments. */
export const bookedPrefix = (services: HallCard['services']): string | undefined =>
  services.some(({ appointments }) => appointments !== undefined)
    ? services.map(({ prefix }) => prefix).find(prefix => prefix === APPOINTMENT_PREFIX)
    : undefined

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

export function describe(command: CommandOf<'hall.describe'>, { hall }: HallState, { at }: Facts): Decision {
  const { name, nameEn, complaintPhone } = command
  if (hall === undefined) return refuse('hall.unknown')
  const said = { name, nameEn, complaintPhone }
  if (isSame(said, { name: hall.name, nameEn: hall.nameEn, complaintPhone: hall.complaintPhone })) return []
  return [{ type: 'hall.described', v: 1, at, ...said }]
}

/** Order of checks: the hall is there, the profile is one, its services are the hall's, then label and number. */
export function setCounter({ counter }: CommandOf<'hall.setCounter'>, { hall }: HallState, { at }: Facts): Decision {
  if (hall === undefined) return refuse('hall.unknown')
  const twice = repeated(counter.profile)
  if (twice !== undefined) return refuse('command.malformed', twice)
  const missing = counter.profile.find(code => !hall.services.some(service => service.code === code))
  if (missing !== undefined) return refuse('service.unknown', missing)
  const others = hall.counters.filter(({ counterId }) => counterId !== counter.counterId)
  const namesake = others.find(({ label }) => label === counter.label)
  if (namesake !== undefined) return refuse('counter.label-taken', namesake.counterId)
  if (others.length >= COUNTERS_MAX) return refuse('counter.too-many')
  if (hall.counters.some(known => isSame(known, counter))) return []
  return [{ type: 'hall.counterSet', v: 1, at, counter }]
}

/** Every letter stands for one service, so there are never more of them than letters. */
export function setService({ service }: CommandOf<'hall.setService'>, { hall }: HallState, { at }: Facts): Decision {
  if (hall === undefined) return refuse('hall.unknown')
  const known = serviceOf(hall, service.code)
  if (known !== undefined && known.prefix !== service.prefix) return refuse('service.prefix-kept', known.prefix)
  const other = hall.services.find(({ code, prefix }) => prefix === service.prefix && code !== service.code)
  if (other !== undefined) return refuse('service.prefix-taken', other.code)
  const others = hall.services.filter(({ code }) => code !== service.code)
  if (bookedPrefix([...others, service]) !== undefined) return refuse('service.prefix-taken', APPOINTMENT_PREFIX)
  return isSame(known, service) ? [] : [{ type: 'hall.serviceSet', v: 1, at, service }]
}

const serviceOf = ({ services }: HallCard, code: string) => services.find(service => service.code === code)

export function setHours({ hours }: CommandOf<'hall.setHours'>, state: HallState, { at }: Facts): Decision {
  if (state.hall === undefined) return refuse('hall.unknown')
  const flaw = flawOfHours(hours)
  if (flaw !== undefined) return refuse('hall.hours-wrong', flaw)
  return isSame(state.hours, hours) ? [] : [{ type: 'hall.hoursSet', v: 1, at, hours }]
}

export function setWaitLimit(
  { waitLimitMinutes }: CommandOf<'hall.setWaitLimit'>,
  { hall, waitLimitMinutes: known = WAIT_LIMIT_MINUTES }: HallState,
  { at }: Facts,
): Decision {
  if (hall === undefined) return refuse('hall.unknown')
  return waitLimitMinutes === known ? [] : [{ type: 'hall.waitLimitSet', v: 1, at, waitLimitMinutes }]
}

/** Where no card is read there is no reader to be asked. */
export function setRealName(command: CommandOf<'hall.setRealName'>, state: HallState, { at }: Facts): Decision {
  if (state.hall === undefined) return refuse('hall.unknown')
  const { realName, readerUrl } = command
  const reader = realName === 'off' || readerUrl === undefined ? {} : { readerUrl }
  const wanted = realName === 'off' ? undefined : reader
  return isSame(state.realName, wanted) ? [] : [{ type: 'hall.realNameSet', v: 1, at, realName, ...reader }]
}
