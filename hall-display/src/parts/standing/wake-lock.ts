import { useEffect } from 'react'

/** Keeps the screen lit, where the browser can; it lets go whenever the page is hidden, so it is asked again. */
export function useWakeLock(): void {
  useEffect(() => {
    let held: WakeLockSentinel | undefined
    let left = false
    const ask = async (): Promise<void> => {
      if (document.visibilityState !== 'visible') return
      // Refused on a battery that runs low, or without TLS: the screen then sleeps as its machine says.
      held = await navigator.wakeLock?.request('screen').catch(() => undefined)
      if (left) void held?.release()
    }
    void ask()
    document.addEventListener('visibilitychange', ask)
    return () => {
      left = true
      document.removeEventListener('visibilitychange', ask)
      void held?.release()
    }
  }, [])
}
