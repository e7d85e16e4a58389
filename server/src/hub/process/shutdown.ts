import type { Logger } from './log.ts'

/** One thing that must be put away, with a name for the log and the longest it may take. */
export interface Closing {
  name: string
  timeoutMs: number
  close(): unknown
}

/** Puts things away in the order given, each within its time; a step that fails or hangs does not hold the next. */
export async function closeInOrder(steps: readonly Closing[], log: Logger): Promise<void> {
  for (const { name, timeoutMs, close } of steps) {
    const limit = AbortSignal.timeout(timeoutMs)
    const expired = new Promise((_, reject) =>
      limit.addEventListener('abort', () => reject(limit.reason), { once: true }),
    )
    try {
      await Promise.race([Promise.resolve(close()), expired])
    } catch (error) {
      log.warn({ step: name, error }, 'a step of the shutdown did not finish')
    }
  }
}

/** Calls `close` once, on the first signal to end, and then leaves. */
export function onSignal(close: () => Promise<void>): void {
  let closing = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (closing) return
      closing = true
      void close().finally(() => process.exit(0))
    })
  }
}
