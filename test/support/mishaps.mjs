import { syncBuiltinESMExports } from 'node:module'
import threads, { isMainThread } from 'node:worker_threads'

// Loaded before a hub, to do from outside what happens to it: SIGUSR2 ends the threads it started, SIGURG keeps its
// event loop from its timers for ten seconds.
if (isMainThread) {
  const started = []
  const { Worker } = threads
  threads.Worker = class extends Worker {
    constructor(...given) {
      super(...given)
      started.push(this)
    }
  }
  syncBuiltinESMExports()
  process.on('SIGUSR2', () => {
    for (const worker of started) worker.terminate()
  })
  process.on('SIGURG', () => {
    const endMs = performance.now() + 10_000
    const stall = () => {
      const untilMs = performance.now() + 260
      while (performance.now() < untilMs);
      if (performance.now() < endMs) setTimeout(stall, 5)
    }
    stall()
  })
}
