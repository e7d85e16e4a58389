import type { Refused } from '@pingting/contract'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Pairing } from '../hub/devices.ts'
import { ask } from '../hub/http.ts'
import { useLanguage } from '../text/index.ts'

/** `none`: no printer is set for this kiosk, so that the browser prints if anybody does. */
export type Printing = { at: 'printing' | 'printed' | 'none' } | { at: 'failed'; refused: Refused }

/** The hub waits for a printer at most as long as this. */
const PRINT_TIMEOUT_MS = 15_000

/** Prints the slip once as it appears, in the language of that moment, and again when asked. */
export function usePrinting(pairing: Pairing, code: string): { printing: Printing; printAgain(): Promise<void> } {
  const [printing, setPrinting] = useState<Printing>({ at: 'printing' })
  const begun = useRef(false)
  const { hallId, credential } = pairing
  const print = useCallback(async () => {
    setPrinting({ at: 'printing' })
    const body = { code, language: useLanguage.getState().language }
    const path = `/api/halls/${encodeURIComponent(hallId)}/slips`
    const reply = await ask<{ printed: true }>(path, { body, credential, timeoutMs: PRINT_TIMEOUT_MS })
    if (reply.ok) setPrinting({ at: 'printed' })
    else setPrinting(reply.code === 'printer.none' ? { at: 'none' } : { at: 'failed', refused: reply })
  }, [hallId, credential, code])
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    void print()
  }, [print])
  return { printing, printAgain: print }
}
