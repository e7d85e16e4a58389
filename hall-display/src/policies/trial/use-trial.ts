import type { PolicyTrialRequest, Refused } from '@pingting/contract'
import type { PolicyTrial } from '@pingting/contract/words/parking/trial'
import { useState } from 'react'
import { ask } from '../../hub/http.ts'

/** What was asked last, and what came back: what is shown belongs to that and to nothing else. */
export interface Told {
  request: PolicyTrialRequest
  /** The name the draft had. */
  version: string
  trial?: PolicyTrial
  refused?: Refused
}

/** A month of a busy hall is read from the journals: longer than any other answer. */
const PATIENCE_MS = 120_000

export function useTrial(hallId: string) {
  const [told, setTold] = useState<Told>()
  const [busy, setBusy] = useState(false)
  const run = async (request: PolicyTrialRequest, version: string): Promise<void> => {
    setBusy(true)
    const path = `/api/halls/${encodeURIComponent(hallId)}/policy-trials`
    const reply = await ask<PolicyTrial>(path, { body: request, timeoutMs: PATIENCE_MS })
    setBusy(false)
    setTold({ request, version, ...(reply.ok ? { trial: reply.value } : { refused: reply }) })
  }
  return { told, busy, run }
}
