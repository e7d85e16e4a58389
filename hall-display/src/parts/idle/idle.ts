import { useEffect, useRef, useState } from 'react'

const TICK_MS = 500
const SIGNS = ['pointerdown', 'keydown', 'input'] as const

/**
 * Nobody touched the face for a while: first it says so, counting down, then it starts over. Any touch buys the whole
 * time again, so nobody slow is thrown out unasked. Wall time: it is about a person's hands.
 * @returns the seconds left while it warns.
 */
export function useIdle(active: boolean, limitMs: number, warnMs: number, onIdle: () => void): number | undefined {
  const [left, setLeft] = useState<number>()
  const done = useRef(onIdle)
  done.current = onIdle
  useEffect(() => {
    setLeft(undefined)
    if (!active) return
    let touchedMs = performance.now()
    const touch = (): void => {
      touchedMs = performance.now()
      setLeft(undefined)
    }
    const timer = setInterval(() => {
      const leftMs = limitMs - (performance.now() - touchedMs)
      if (leftMs <= 0) {
        touch()
        done.current()
      } else if (leftMs <= warnMs) setLeft(Math.ceil(leftMs / 1000))
    }, TICK_MS)
    for (const sign of SIGNS) addEventListener(sign, touch, { passive: true })
    return () => {
      clearInterval(timer)
      for (const sign of SIGNS) removeEventListener(sign, touch)
    }
  }, [active, limitMs, warnMs])
  return left
}
