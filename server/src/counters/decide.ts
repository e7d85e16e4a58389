import {
  type Actor,
  type CommandOf,
  type Decision,
  type Facts,
  isRefusal,
  type Refusal,
  refuse,
} from '@pingting/contract'
import type { Counter, CounterState } from './state.ts'

type CountersCommand = 'counter.open' | 'counter.pause' | 'counter.resume' | 'counter.close'

/**
 * Order of checks: who asks (only staff sit at a counter), is there such a counter, is it open, is it theirs, then the
 * rule. `counter.undo` is decided with the tickets, whose places it restores.
 */
export const decide: {
  [T in CountersCommand]: (command: CommandOf<T>, state: CounterState, facts: Facts) => Decision
} = { 'counter.open': open, 'counter.pause': pause, 'counter.resume': resume, 'counter.close': close }

function open({ counterId }: CommandOf<'counter.open'>, state: CounterState, facts: Facts): Decision {
  const { actor, at } = facts
  if (actor.kind !== 'staff') return refuse('access.denied')
  const counter = state.counters.get(counterId)
  if (counter === undefined) return refuse('counter.unknown', counterId)
  if (counter.status !== 'closed') return refuse('counter.already-open', counter.staffId)
  const elsewhere = state.byStaff.get(actor.staffId)
  if (elsewhere !== undefined) return refuse('counter.staff-elsewhere', elsewhere)
  return [{ type: 'counter.opened', v: 1, at, counterId, staffId: actor.staffId, staffName: actor.name }]
}

/** A pause stops new calls; who is at the counter is still served to the end. */
function pause(command: CommandOf<'counter.pause'>, state: CounterState, facts: Facts): Decision {
  const { counterId, reason } = command
  const counter = attended(counterId, state, facts.actor)
  if (isRefusal(counter)) return counter
  if (counter.status !== 'open') return refuse('counter.not-open', counterId)
  return [{ type: 'counter.paused', v: 1, at: facts.at, counterId, reason }]
}

function resume({ counterId }: CommandOf<'counter.resume'>, state: CounterState, facts: Facts): Decision {
  const counter = attended(counterId, state, facts.actor)
  if (isRefusal(counter)) return counter
  if (counter.status !== 'paused') return refuse('counter.not-paused', counterId)
  return [{ type: 'counter.resumed', v: 1, at: facts.at, counterId }]
}

function close({ counterId }: CommandOf<'counter.close'>, state: CounterState, facts: Facts): Decision {
  const counter = attended(counterId, state, facts.actor)
  if (isRefusal(counter)) return counter
  if (counter.ticketId !== undefined) return refuse('counter.busy', counter.ticketId)
  return [{ type: 'counter.closed', v: 1, at: facts.at, counterId }]
}

/** The counter, if it is not closed and the actor may act there: its own clerk, or anybody above a clerk. */
function attended(counterId: string, state: CounterState, actor: Actor): Counter | Refusal {
  const counter = state.counters.get(counterId)
  if (counter === undefined) return refuse('counter.unknown', counterId)
  if (counter.status === 'closed') return refuse('counter.not-open', counterId)
  const stranger = actor.kind === 'staff' && actor.role === 'clerk' && actor.staffId !== counter.staffId
  return stranger ? refuse('counter.not-yours', counter.staffId) : counter
}
