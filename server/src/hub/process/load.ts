import { monitorEventLoopDelay } from 'node:perf_hooks'

/** Later than this for one in a hundred timers, and whoever came in would only be given up on. */
const LAG_MAX_MS = 200
/** Long enough that one stall, such as reading a snapshot, is not taken for a load. */
const WINDOW_MS = 5_000
const RESOLUTION_MS = 20

export interface Load {
  /** The event loop was late again and again during the last window. */
  isBusy(): boolean
  close(): void
}

export function openLoad(): Load {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delay.enable()
  let busy = false
  const window = setInterval(() => {
    busy = delay.percentile(99) > LAG_MAX_MS * 1e6
    delay.reset()
  }, WINDOW_MS)
  return {
    isBusy: () => busy,
    close() {
      clearInterval(window)
      delay.disable()
    },
  }
}
