import { useEffect } from 'react'
import { ask } from '../../hub/http.ts'

/** Well within the half hour after which the hub ends a session nobody uses. */
const TELL_EVERY_MS = 5 * 60_000
const SIGNS = ['pointerdown', 'keydown'] as const

/** Tells the hub that somebody sits before the screen, also when all he does is look things up. */
export function usePresence(isStaff: boolean): void {
  useEffect(() => {
    if (!isStaff) return
    let toldMs = performance.now()
    const tell = (): void => {
      if (performance.now() - toldMs < TELL_EVERY_MS) return
      toldMs = performance.now()
      void ask('/api/here', { body: {} })
    }
    for (const sign of SIGNS) addEventListener(sign, tell)
    return () => {
      for (const sign of SIGNS) removeEventListener(sign, tell)
    }
  }, [isStaff])
}
