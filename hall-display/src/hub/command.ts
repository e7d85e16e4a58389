import type { Accepted, Answer, Command, CommandOf, Refused } from '@pingting/contract'
import { useCallback, useRef, useState } from 'react'
import { liveSocket } from './connect.ts'
import { ask, unreachable } from './http.ts'

const ACK_TIMEOUT_MS = 6_000
const TRIES_MAX = 3
const PAUSE_MIN_MS = 300
const PAUSE_SPREAD_MS = 900

/** A command before it has its id. */
export type Wish = { [T in Command['type']]: Omit<CommandOf<T>, 'commandId'> }[Command['type']]

/** `crypto.randomUUID` exists in secure contexts only; a hall's screens may run on plain HTTP. */
export function newId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Ids of wishes whose outcome we never learnt: the same wish goes out again under the same id. */
const unsettled = new Map<string, string>()

/** Where one person leaves and the next begins, a wish repeated is a new wish. */
export const forgetUnsettled = (): void => unsettled.clear()

const pause = (): Promise<void> =>
  new Promise(resolve => setTimeout(resolve, PAUSE_MIN_MS + Math.random() * PAUSE_SPREAD_MS))

async function once(stream: string, command: object, credential?: string): Promise<Answer> {
  const socket = liveSocket()
  if (socket !== undefined) {
    try {
      return await socket.timeout(ACK_TIMEOUT_MS).emitWithAck('command', { stream, command })
    } catch {
      return unreachable
    }
  }
  const [kind, id] = stream.split(':', 2)
  const base = { hall: 'halls', lot: 'lots', city: 'cities' }[kind ?? ''] ?? 'halls'
  const reply = await ask<Accepted>(`/api/${base}/${id}/commands`, { body: command, credential })
  return reply.ok ? reply.value : reply
}

/** Sends a wish, over the socket or else over HTTP, and repeats it under one id until it is answered or tries run out. */
export async function send(stream: string, wish: Wish, credential?: string): Promise<Answer> {
  const key = `${stream} ${JSON.stringify(wish)}`
  const commandId = unsettled.get(key) ?? newId()
  unsettled.set(key, commandId)
  for (let tries = 1; ; tries += 1) {
    const answer = await once(stream, { ...wish, commandId }, credential)
    if (answer.ok || answer.code !== unreachable.code) {
      unsettled.delete(key)
      return answer
    }
    if (tries >= TRIES_MAX) return answer
    await pause()
  }
}

export interface Sending {
  busy: boolean
  refused?: Refused
  run(wish: Wish): Promise<Answer | undefined>
  clear(): void
}

/** One button's worth of commands: a second press while the first is out does nothing. */
export function useCommand(stream: string, credential?: string): Sending {
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<Refused>()
  const out = useRef(false)
  const run = useCallback(
    async (wish: Wish): Promise<Answer | undefined> => {
      if (out.current) return undefined
      out.current = true
      setBusy(true)
      const answer = await send(stream, wish, credential)
      out.current = false
      setBusy(false)
      setRefused(answer.ok ? undefined : answer)
      return answer
    },
    [stream, credential],
  )
  const clear = useCallback(() => setRefused(undefined), [])
  return { busy, ...(refused && { refused }), run, clear }
}
