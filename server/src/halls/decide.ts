import { type Command, type CommandOf, type Decision, type Facts, type HallCard, refuse } from '@pingting/contract'
import { isErasable } from './retention.ts'
import {
  bookedPrefix,
  describe,
  repeated,
  setCounter,
  setHours,
  setRealName,
  setService,
  setWaitLimit,
} from './setup.ts'
import type { HallState } from './state.ts'

type HallsCommand = Extract<Command['type'], `hall.${string}` | `device.${string}`>

/** What day close must know of the other modules, for the business day that is to be closed and any before it. */
export interface DayFacts extends Facts {
  /** Waiting, called, serving, held and missed tickets. */
  openTicketIds: readonly string[]
  /** How many of them are called or being served. */
  servingTally: number
  /** Counters, open or paused, that were opened no later than that day. */
  openCounterIds: readonly string[]
}

/** Every table entry checks in the order it is written: is there such a thing, then may it happen now. */
export const decide: {
  [T in HallsCommand]: (command: CommandOf<T>, state: HallState, facts: DayFacts) => Decision
} = {
  'hall.open': open,
  'hall.closeDay': closeDay,
  'hall.restore': restore,
  'hall.eraseDay': eraseDay,
  'hall.describe': describe,
  'hall.setCounter': setCounter,
  'hall.setService': setService,
  'hall.setHours': setHours,
  'hall.setWaitLimit': setWaitLimit,
  'hall.setRealName': setRealName,
  'device.invite': invite,
  'device.enrol': enrol,
  'device.revoke': revoke,
}

function open(command: CommandOf<'hall.open'>, state: HallState, facts: Facts): Decision {
  if (state.hall !== undefined) return refuse('hall.exists', state.hall.hallId)
  const flaw = flawOf(command.hall)
  if (flaw !== undefined) return refuse('command.malformed', flaw)
  return [{ type: 'hall.opened', v: 1, at: facts.at, hall: command.hall }]
}

/** The code or counter that makes a card contradict itself; a schema cannot see across its parts. */
function flawOf(hall: HallCard): string | undefined {
  const codes = hall.services.map(service => service.code)
  return (
    repeated(codes) ??
    repeated(hall.services.map(service => service.prefix)) ??
    repeated(hall.counters.map(counter => counter.counterId)) ??
    hall.counters.flatMap(counter => repeated(counter.profile) ?? []).at(0) ??
    hall.counters.flatMap(counter => counter.profile).find(code => !codes.includes(code)) ??
    bookedPrefix(hall.services)
  )
}

/**
 * Staff close a day only when nobody is at a counter. The clock at 24:00 closes it whatever is open, since numbers of
 * yesterday must never be called today.
 */
function closeDay(command: CommandOf<'hall.closeDay'>, state: HallState, facts: DayFacts): Decision {
  const { at } = facts
  if (state.hall === undefined) return refuse('hall.unknown')
  if (!state.activeDays.has(command.businessDay)) return refuse('hall.day-unknown', command.businessDay)
  if (facts.actor.kind !== 'system' && facts.servingTally > 0) return refuse('hall.day-open-tickets')
  return [
    ...facts.openTicketIds.map(ticketId => ({ type: 'ticket.expired', v: 1, at, ticketId }) as const),
    ...facts.openCounterIds.map(counterId => ({ type: 'counter.closed', v: 1, at, counterId }) as const),
    { type: 'hall.dayClosed', v: 1, at, businessDay: command.businessDay },
  ]
}

/** More numbers than a service gives out in a day: whatever was given since the backup lies below. */
const NUMBERS_SKIPPED = 1_000

function restore({ backupId, backupAt }: CommandOf<'hall.restore'>, state: HallState, facts: Facts): Decision {
  const { at, businessDay } = facts
  if (state.hall === undefined) return refuse('hall.unknown')
  return [{ type: 'hall.restored', v: 1, at, backupId, backupAt, businessDay, numbersSkipped: NUMBERS_SKIPPED }]
}

function eraseDay({ businessDay }: CommandOf<'hall.eraseDay'>, state: HallState, { at }: Facts): Decision {
  return isErasable(state.retention, businessDay, at)
    ? [{ type: 'hall.dayErased', v: 1, at, businessDay }]
    : refuse('hall.day-kept', businessDay)
}

/** A tablet stands at one counter; the other kinds may, and then it must exist. */
function invite(command: CommandOf<'device.invite'>, state: HallState, facts: Facts): Decision {
  const { deviceId, kind, counterId, codeHash, expiresAt } = command
  if (state.hall === undefined) return refuse('hall.unknown')
  if (kind === 'tablet' && counterId === undefined) return refuse('counter.unknown')
  if (counterId !== undefined && !state.hall.counters.some(counter => counter.counterId === counterId))
    return refuse('counter.unknown', counterId)
  if (expiresAt <= facts.at || state.invites.has(codeHash)) return refuse('device.invite-invalid')
  const place = counterId === undefined ? {} : { counterId }
  return [{ type: 'device.invited', v: 1, at: facts.at, deviceId, kind, ...place, codeHash, expiresAt }]
}

/** Unknown, used and expired codes are answered alike, so that guessing teaches nothing. */
function enrol(command: CommandOf<'device.enrol'>, state: HallState, facts: Facts): Decision {
  const invited = state.invites.get(command.codeHash)
  if (invited === undefined || invited.expiresAt <= facts.at) return refuse('device.invite-invalid')
  // A key names one device: two that share one could not be told apart, nor one revoked without the other.
  if ([...state.devices.values()].some(({ publicKey }) => publicKey === command.publicKey))
    return refuse('device.invite-invalid')
  const { expiresAt: _, ...device } = invited
  return [{ type: 'device.enrolled', v: 1, at: facts.at, ...device, publicKey: command.publicKey }]
}

function revoke(command: CommandOf<'device.revoke'>, state: HallState, facts: Facts): Decision {
  const { deviceId } = command
  const invited = [...state.invites.values()].some(invite => invite.deviceId === deviceId)
  if (!invited && !state.devices.has(deviceId)) return refuse('device.unknown', deviceId)
  return [{ type: 'device.revoked', v: 1, at: facts.at, deviceId }]
}
