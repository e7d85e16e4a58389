import type { Refused } from '@pingting/contract'
import { useRef, useState } from 'react'
import { ask, newId, unreachable } from '../../hub/http.ts'

interface Giving {
  busy: boolean
  refused?: Refused
  /** @returns the first password that was made; nothing when it was refused. */
  give(path: string, body: object): Promise<string | undefined>
  clear(): void
}

/** Asks for a first password. Where no answer came it asks again under the same id, and is told the same. */
export function useGiven(): Giving {
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<Refused>()
  const unsettled = useRef<{ text: string; commandId: string }>(undefined)
  return {
    busy,
    ...(refused && { refused }),
    clear: () => setRefused(undefined),
    async give(path, body) {
      const text = path + JSON.stringify(body)
      if (unsettled.current?.text !== text) unsettled.current = { text, commandId: newId() }
      setBusy(true)
      const { commandId } = unsettled.current
      const reply = await ask<{ password: string }>(path, { body: { ...body, commandId } })
      setBusy(false)
      if (reply.ok || reply.code !== unreachable.code) unsettled.current = undefined
      setRefused(reply.ok ? undefined : reply)
      return reply.ok ? reply.value.password : undefined
    },
  }
}
