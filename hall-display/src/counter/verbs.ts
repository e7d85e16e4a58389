import type { CounterRow, NextReason, TicketRow } from '@pingting/contract/words/screen'
import type { Wish } from '../hub/outbox.ts'
import type { counterText } from '../text/counter/index.ts'

export type Verb =
  | 'callNext'
  | 'recall'
  | 'arrive'
  | 'finish'
  | 'miss'
  | 'hold'
  | 'transfer'
  | 'pause'
  | 'resume'
  | 'undo'
export type CounterWord = keyof (typeof counterText)['zh-CN']

/** The hub's limit; the console only says so before the hub does. */
export const RECALLS_MAX = 3

export interface Key {
  verb: Verb
  hotKey: string
}

/** Fixed places, fixed keys: a clerk's hands learn them. Letters stand for the English words. */
export const KEYS: readonly Key[] = [
  { verb: 'callNext', hotKey: 'n' },
  { verb: 'recall', hotKey: 'r' },
  { verb: 'arrive', hotKey: 'a' },
  { verb: 'finish', hotKey: 'f' },
  { verb: 'miss', hotKey: 'm' },
  { verb: 'hold', hotKey: 'h' },
  { verb: 'transfer', hotKey: 't' },
  { verb: 'pause', hotKey: 'p' },
  { verb: 'undo', hotKey: 'z' },
]

/** The verb that most likely comes next has a key of its own, always at the same place: a thumb on the number pad. */
export const NEXT_KEY = '0'

/**
 * Why a verb makes no sense just now, in words; nothing when it may be tried. Away from the hub none does: what is not
 * sent now would be done later to a hall that has moved on. The hub decides all the same.
 */
export function whyNot(verb: Verb, counter: CounterRow, ticket: TicketRow | undefined, live: boolean) {
  return live ? whyNotHere(verb, counter, ticket) : 'whyOffline'
}

function whyNotHere(verb: Verb, counter: CounterRow, ticket: TicketRow | undefined): CounterWord | undefined {
  const status = ticket?.status
  switch (verb) {
    case 'callNext':
      if (ticket !== undefined) return 'whyBusy'
      return counter.status === 'paused' ? 'whyPaused' : undefined
    case 'recall':
      if (status !== 'called') return 'whyNotCalled'
      return (ticket?.recallTally ?? 0) >= RECALLS_MAX ? 'whyRecalled' : undefined
    case 'arrive':
    case 'miss':
      return status === 'called' ? undefined : 'whyNotCalled'
    case 'finish':
    case 'transfer':
      return status === 'serving' ? undefined : 'whyNotServing'
    case 'hold':
      return status === undefined ? 'whyNobody' : undefined
    default:
      return undefined
  }
}

/** The command of a verb that needs no more than the counter and its ticket. */
export function wishOf(verb: Verb, counterId: string, ticketId: string): Wish | undefined {
  switch (verb) {
    case 'callNext':
      return { type: 'ticket.callNext', counterId }
    case 'resume':
      return { type: 'counter.resume', counterId }
    case 'undo':
      return { type: 'counter.undo', counterId }
    case 'recall':
    case 'arrive':
    case 'finish':
    case 'miss':
    case 'hold':
      return { type: `ticket.${verb}`, ticketId, counterId }
    default:
      return undefined
  }
}

/** The verb that most likely comes next. */
export function nextVerb(counter: CounterRow, ticket: TicketRow | undefined): keyof typeof nextSteps {
  if (ticket === undefined) return counter.status === 'paused' ? 'resume' : 'callNext'
  if (ticket.status === 'serving') return 'finish'
  return ticket.recallTally >= RECALLS_MAX ? 'miss' : 'arrive'
}

/** The same, said in one line. */
export const nextSteps = {
  ...{ callNext: 'nextCall', resume: 'nextResume', arrive: 'nextArrive', finish: 'nextFinish', miss: 'nextMiss' },
} as const satisfies Partial<Record<Verb, CounterWord>>

/** Why the one who is next is next. */
export const nextReasonWords = {
  ...{ returned: 'nextReturned', priority: 'nextPriority', profile: 'nextProfile', longest: 'nextLongest' },
} as const satisfies Record<NextReason, CounterWord>
