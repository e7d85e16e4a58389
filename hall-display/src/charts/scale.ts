import { useSyncExternalStore } from 'react'

const DESIGNED_REM_PX = 16

const scale = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / DESIGNED_REM_PX

function onResize(changed: () => void): () => void {
  window.addEventListener('resize', changed)
  return () => window.removeEventListener('resize', changed)
}

/** How much larger everything is than it was designed: charts count in pixels, and all else in rem. */
export const useScale = (): number => useSyncExternalStore(onResize, scale)
