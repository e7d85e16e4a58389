import { setTimeout as wait } from 'node:timers/promises'
import { TROUBLES, trouble } from '../links/troubles.ts'
import type { Site } from './gate-site.ts'

/** What may befall orders on their way. Each is over when it resolves. */
export const MISHAPS = [...TROUBLES, 'dropRequests', 'dropAnswers', 'killGate', 'killBridge', 'loseLedger'] as const
/** What a platform does not show: it has no epoch, so a lost ledger is its people's to tell. */
export const AT_A_PLATFORM = MISHAPS.filter(mishap => mishap !== 'loseLedger')
export type Mishap = (typeof MISHAPS)[number]

const AT_THE_GATE: readonly Mishap[] = ['killGate', 'loseLedger']
const ON_THE_WAY: readonly Mishap[] = TROUBLES
const IN_CALLS: readonly Mishap[] = ['dropRequests', 'dropAnswers']

/** What can befall at the same time: of each kind one, and no switch is set at a gate that is away. */
export function besides(mishap: Mishap, all: readonly Mishap[]): readonly Mishap[] {
  const [gate, way, calls] = [AT_THE_GATE, ON_THE_WAY, IN_CALLS].map(kind => kind.includes(mishap))
  return all.filter(
    other =>
      other !== mishap &&
      !(way && ON_THE_WAY.includes(other)) &&
      !((gate || calls) && (AT_THE_GATE.includes(other) || IN_CALLS.includes(other))),
  )
}

/** Calls that are struck one after the other, as a controller would that is out of breath. */
const STRUCK = 3

/** @param forMs how long a cable is in trouble */
export async function befall(site: Site, mishap: Mishap, forMs: number): Promise<void> {
  if (mishap === 'killGate') return site.killGate()
  if (mishap === 'killBridge') return site.killBridge()
  if (mishap === 'loseLedger') return site.loseLedger()
  if (mishap === 'dropRequests' || mishap === 'dropAnswers') {
    await site.house.gate.post('/switches', { [mishap]: STRUCK })
    return void (await wait(forMs))
  }
  return trouble(site.house.cable, mishap, forMs)
}
