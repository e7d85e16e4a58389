import type { Refused } from '@pingting/contract'
import { useCallback, useEffect, useState } from 'react'
import { ask, type Me } from './http.ts'

const RETRY_MIN_MS = 1_000
const RETRY_SPREAD_MS = 3_000
const PASSING: ReadonlySet<string> = new Set(['hub.unavailable', 'request.too-many'])

export interface Session {
  me?: Me
  /** The hub does not know us: log in, or scan again. */
  refused?: Refused
  /** Asks once more, after a log-in. */
  renew(): void
}

/** Asks the hub who we are, and goes on asking while it cannot be reached: a face left alone must come back alone. */
export function useSession(credential?: string): Session {
  const [known, setKnown] = useState<{ me?: Me; refused?: Refused }>({})
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` is what asks again.
  useEffect(() => {
    let over = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const run = async (): Promise<void> => {
      const reply = await ask<Me>('/api/me', { credential })
      if (over) return
      if (reply.ok) setKnown({ me: reply.value })
      else if (PASSING.has(reply.code)) timer = setTimeout(run, RETRY_MIN_MS + Math.random() * RETRY_SPREAD_MS)
      else setKnown({ refused: reply })
    }
    void run()
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [credential, round])
  const renew = useCallback(() => setRound(n => n + 1), [])
  return { ...known, renew }
}
