import { defineConfig } from 'vitest/config'

// One file at a time on few cores: the edge tests run real processes, and none of them is timed.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 90_000,
    maxWorkers: 2,
    reporters: ['default'],
  },
})
