import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { digestOf } from '../../simulation/campaign.ts'
import { CRASH_POINTS, FAULT_KINDS, type FaultKind } from '../../simulation/engine/faults.ts'
import { type Campaign, Claims, rounded } from '../harness/campaign.ts'
import type { Batch, Played } from './batch.ts'

const BATCH_DAYS = 20

interface Counts extends Readonly<Record<string, number>> {
  days: number
  visitors: number
  counters: number
  threads: number
  minutesMax: number
  faultsMin: number
  /** Each crash point at least so often. */
  strikesMin: number
}

/** Days of a hall with faults, from the seed on. What does not fit into the minutes is not claimed. */
export const simulate: Campaign<Counts> = {
  name: 'simulate',
  what: 'SM1: whatever is lost, doubled, late, torn, cut, stopped or killed, on days of a hall on virtual time, no invariant is violated.',
  full: {
    ...{ days: 10_000, visitors: 100, counters: 5, threads: 2, minutesMax: 95 },
    ...{ faultsMin: 1_000_000, strikesMin: 100 },
  },
  quick: {
    ...{ days: 40, visitors: 30, counters: 3, threads: 1, minutesMax: 5 },
    ...{ faultsMin: 5_000, strikesMin: 1 },
  },
  async run(counts, seed) {
    const startedAtMs = performance.now()
    const played = await playBatches(counts, seed, startedAtMs + counts.minutesMax * 60_000)
    const seconds = (performance.now() - startedAtMs) / 1_000
    const sum = (of: (one: Played) => number): number => played.reduce((total, one) => total + of(one), 0)
    const hits = (kind: FaultKind): number => sum(({ tally }) => tally[kind])
    const days = sum(one => one.days)
    const faults = FAULT_KINDS.reduce((total, kind) => total + hits(kind), 0)
    const violations = played.flatMap(one => one.violations)
    const leastHit = Math.min(...CRASH_POINTS.map(hits))
    const claims = new Claims()
    claims.none('violations of an invariant', violations)
    claims.atLeast('days', days, counts.days)
    claims.atLeast('faults', faults, counts.faultsMin)
    claims.atLeast('strikes of each crash point', leastHit, counts.strikesMin)
    const digest = digestOf(played.flatMap(one => one.digests))
    return {
      line: `${days} days of ${counts.visitors} visitors and ${counts.counters} counters, ${faults} faults, each crash point at least ${leastHit} times: ${violations.length} violations`,
      claims: claims.all,
      figures: {
        ...{ days, events: sum(one => one.events), commits: sum(one => one.commits), faults, leastHit },
        ...Object.fromEntries(FAULT_KINDS.map(kind => [kind, hits(kind)])),
        c15InRepair: sum(one => one.inRepair),
        ...{ violations: violations.length, daysPerSecond: rounded(days / seconds), digest },
      },
    }
  },
}

/** @returns the batches in the order of their seeds, without a gap between them. */
async function playBatches({ days, visitors, counters, threads }: Counts, seed: number, untilMs: number) {
  const played: Played[] = []
  let next = 0
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./batch.ts', import.meta.url))
    while (next * BATCH_DAYS < days && performance.now() < untilMs) {
      const place = next++
      const first = place * BATCH_DAYS
      const batch: Batch = {
        seed: seed + first,
        days: Math.min(BATCH_DAYS, days - first),
        size: { visitors, counters },
      }
      worker.postMessage(batch)
      const [answer] = (await once(worker, 'message')) as [Played]
      played[place] = answer
      // Said at once, with what plays the day again: the campaign goes on for an hour.
      for (const line of answer.violations) console.error(line)
    }
    await worker.terminate()
  }
  await Promise.all(Array.from({ length: threads }, work))
  return played
}
