import type { CallRow } from '@pingting/contract/words/screen'
import { useEffect, useRef, useState } from 'react'
import { keyOf } from '../../voice/queue.ts'

const FRESH_FOR_MS = 8_000

/** Which calls came in just now: they flash. What stood there when the page opened is no news. */
export function useAnnounced(calls: CallRow[]): ReadonlySet<string> {
  const seen = useRef<ReadonlySet<string>>(undefined)
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => {
    const before = seen.current
    seen.current = new Set(calls.map(keyOf))
    if (before === undefined) return
    const news = calls.map(keyOf).filter(key => !before.has(key))
    if (news.length === 0) return
    setFresh(now => new Set([...now, ...news]))
    setTimeout(() => setFresh(now => new Set([...now].filter(key => !news.includes(key)))), FRESH_FOR_MS)
  }, [calls])
  return fresh
}
