import type { Reporter, TestModule } from 'vitest/node'

const SHOWN = 15

/** Ends a run with the files that took longest, so that a suite that grows slow is seen to. */
export class Slowest implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    if (modules.length <= SHOWN) return
    const took = modules.map(module => ({ path: module.relativeModuleId, ms: module.diagnostic().duration }))
    took.sort((one, other) => other.ms - one.ms)
    const lines = took.slice(0, SHOWN).map(({ path, ms }) => `${(ms / 1_000).toFixed(1).padStart(8)} s  ${path}`)
    console.log(`\n The slowest of ${took.length} files\n${lines.join('\n')}`)
  }
}
