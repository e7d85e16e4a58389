import type { CounterRow, TicketRow } from '@pingting/contract/words/screen'
import type { Values } from '../../text/fill.ts'
import { type CounterWord, whyNot } from '../verbs.ts'

export interface Hindrance {
  /** Whether it lies with the ticket, or with this counter for any ticket. */
  of: 'ticket' | 'counter'
  word: CounterWord
  values?: Values
}

/**
 * Why a ticket cannot be called at this counter now, in words; nothing when it can. What lies with the ticket comes
 * first: it is told even while the counter is busy. The hub's checks are the same, and decide.
 */
export function whyNotCallable(
  ticket: TicketRow,
  counter: CounterRow,
  counters: Readonly<Record<string, CounterRow>>,
  live: boolean,
): Hindrance | undefined {
  const ofTicket = whyNotThis(ticket, counter, counters)
  if (ofTicket !== undefined) return { of: 'ticket', ...ofTicket }
  const here = counter.ticketId === undefined ? undefined : ({ ...ticket, ticketId: counter.ticketId } as TicketRow)
  const word = whyNot('callNext', counter, here, live)
  return word === undefined ? undefined : { of: 'counter', word }
}

function whyNotThis(
  { status, serviceCode, counterId }: TicketRow,
  counter: CounterRow,
  counters: Readonly<Record<string, CounterRow>>,
): Omit<Hindrance, 'of'> | undefined {
  switch (status) {
    case 'waiting':
      return counter.profile.includes(serviceCode) ? undefined : whoServes(serviceCode, counters)
    case 'called':
    case 'serving':
      return counterId === counter.counterId
        ? { word: 'whyHere' }
        : { word: 'whyClaimed', values: { counter: counters[counterId ?? '']?.label ?? '' } }
    case 'held':
      return { word: 'whyHeld' }
    case 'noShow':
      return { word: 'whyMissed' }
    default:
      return { word: 'whyEnded' }
  }
}

/** Not here, but where: the counters that would call it, as they stand. */
function whoServes(serviceCode: string, counters: Readonly<Record<string, CounterRow>>): Omit<Hindrance, 'of'> {
  const offering = Object.values(counters).filter(({ profile }) => profile.includes(serviceCode))
  const open = offering.filter(({ status }) => status === 'open')
  if (open.length > 0) return { word: 'whyOtherService', values: { counters: labels(open) } }
  const paused = offering.filter(({ status }) => status === 'paused')
  return paused.length > 0 ? { word: 'whyAllPaused', values: { counters: labels(paused) } } : { word: 'whyNoCounter' }
}

const SHOWN_MAX = 4
const labels = (counters: readonly CounterRow[]): string => {
  const all = counters.map(({ label }) => label).sort((a, b) => a.localeCompare(b, 'zh', { numeric: true }))
  return all.length > SHOWN_MAX ? `${all.slice(0, SHOWN_MAX).join(' ')} …` : all.join(' ')
}
