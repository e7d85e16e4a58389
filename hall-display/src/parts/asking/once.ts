import type { Refused } from '@pingting/contract'
import { useCallback, useRef, useState } from 'react'
import { ask, type Credential, newId, type Reply } from '../../hub/http.ts'

const TRIES_MAX = 3
const PAUSE_MS = 800
const UNANSWERED = 'hub.unavailable'

export interface Once<T> {
  busy: boolean
  refused?: Refused
  /** @returns what the hub answered; nothing where it refused, or did not answer. */
  run(body: object): Promise<T | undefined>
  clear(): void
}

/**
 * A wish to a route of the hub, sent again under one id until it is answered or the tries run out. Whose outcome was
 * never learnt keeps its id: pressed again, it is done once.
 */
export function useOnce<T>(path: string, credential?: Credential): Once<T> {
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<Refused>()
  const running = useRef(false)
  const unsettled = useRef(new Map<string, string>())
  const run = useCallback(
    async (body: object): Promise<T | undefined> => {
      if (running.current) return undefined
      running.current = true
      setBusy(true)
      const key = `${path} ${JSON.stringify(body)}`
      const commandId = unsettled.current.get(key) ?? newId()
      unsettled.current.set(key, commandId)
      const reply = await untilAnswered<T>(() => ask<T>(path, { body: { ...body, commandId }, credential }))
      if (reply.ok || reply.code !== UNANSWERED) unsettled.current.delete(key)
      running.current = false
      setBusy(false)
      setRefused(reply.ok ? undefined : reply)
      return reply.ok ? reply.value : undefined
    },
    [path, credential],
  )
  const clear = useCallback(() => setRefused(undefined), [])
  return { busy, ...(refused && { refused }), run, clear }
}

async function untilAnswered<T>(send: () => Promise<Reply<T>>): Promise<Reply<T>> {
  for (let tries = 1; ; tries += 1) {
    const reply = await send()
    if (reply.ok || reply.code !== UNANSWERED || tries >= TRIES_MAX) return reply
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS))
  }
}
