import { parentPort } from 'node:worker_threads'
import type { Size } from '../../simulation/actors/plan.ts'
import { type Campaign, run } from '../../simulation/campaign.ts'
import { settingOf } from '../../simulation/day.ts'
import { commandLine } from '../../simulation/shrink.ts'

export interface Batch {
  seed: number
  days: number
  size: Size
}

/** What became of a batch, as it can be sent from thread to thread. */
export interface Played extends Pick<Campaign, 'days' | 'events' | 'commits' | 'tally' | 'inRepair' | 'digests'> {
  /** A line for each violation, with what plays its day again. */
  violations: string[]
}

/** A thread of its own for each core: a day is played in one. */
parentPort?.on('message', async ({ seed, days, size }: Batch) => {
  const { failed, ...played } = await run(settingOf(seed, { size }), days)
  const violations = failed.flatMap(one => one.violations.map(line => `${line} (${commandLine(one.setting)})`))
  parentPort!.postMessage({ ...played, violations } satisfies Played)
})
