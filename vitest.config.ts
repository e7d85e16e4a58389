import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/support/suite/order.ts'
import { Slowest } from './test/support/suite/slowest.ts'

/** Each file of these has a worker of its own: their processes and browsers, and what is left of them, end with it. */
const WITH_PROCESSES = ['test/edge/**/*.test.ts', 'test/screen/**/*.test.ts']

// Real processes, real waits, and none of it timed: one file more at once than a small machine has cores, since a file
// that waits for another process uses none. `--maxWorkers` says otherwise for one run.
export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 90_000,
    maxWorkers: 3,
    // Only of tests that say so: they have processes of their own, and mostly wait for them.
    maxConcurrency: 2,
    // A hub, a bridge and a gate start some hundred times: Node keeps what it compiled of them, where tsc and Vite keep
    // theirs. With coverage Vitest takes this away again.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') },
    sequence: { sequencer: LongestFirst },
    reporters: ['default', new Slowest()],
    projects: [
      { extends: true, test: { name: 'processes', include: WITH_PROCESSES } },
      // These share workers, and so what they import: a file leaves nothing behind that another could stumble over.
      {
        extends: true,
        test: { name: 'pure', include: ['test/**/*.test.ts'], exclude: WITH_PROCESSES, isolate: false },
      },
    ],
    // Only with `npm run coverage`, which reads the file this writes and knows what must be reached.
    coverage: {
      provider: 'v8',
      include: ['server/**/*.ts', 'parking-bridge/**/*.ts', 'hall-display/src/**/*.ts'],
      exclude: ['**/node_modules/**', '**/dist/**', '**/*.d.ts'],
      reporter: ['json'],
      reportsDirectory: 'coverage',
      reportOnFailure: true,
      autoAttachSubprocess: true,
    },
  },
})
