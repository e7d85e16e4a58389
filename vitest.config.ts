import { defineConfig } from 'vitest/config'

// One file at a time on few cores: the edge tests run real processes, and none of them is timed.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 90_000,
    maxWorkers: 2,
    reporters: ['default'],
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
