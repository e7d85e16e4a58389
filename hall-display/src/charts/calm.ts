import { useEffect, useRef, useState } from 'react'

/** In ms of the wall: nobody reads a curve ten times a second, and drawing one is the dearest thing a wall does. */
const CHART_EVERY_MS = 2_000

/** What charts are drawn from: the first value at once, and from then on the latest, every two seconds. */
export function useCalm<T>(value: T | undefined): T | undefined {
  const [calm, setCalm] = useState(value)
  const latest = useRef(value)
  latest.current = value
  useEffect(() => {
    const timer = setInterval(() => setCalm(latest.current), CHART_EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  return calm ?? value
}
