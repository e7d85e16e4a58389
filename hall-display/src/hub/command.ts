import type { Accepted, Answer, Refused } from '@pingting/contract'
import { useCallback, useRef, useState } from 'react'
import { liveSocket } from './connect.ts'
import { ask, type Credential, newId, unreachable } from './http.ts'
import { outbox, type Wish } from './outbox.ts'

const ACK_TIMEOUT_MS = 6_000
const PAUSE_MIN_MS = 300
const PAUSE_SPREAD_MS = 900

const FOLDERS: Readonly<Record<string, string>> = { hall: 'halls', lot: 'lots', city: 'cities' }

/** Over the socket while there is one, else over HTTP; the hub takes the same command on both. */
export async function post(stream: string, command: object, credential?: Credential): Promise<Answer> {
  const socket = liveSocket()
  if (socket !== undefined) {
    try {
      return await socket.timeout(ACK_TIMEOUT_MS).emitWithAck('command', { stream, command })
    } catch {
      return unreachable
    }
  }
  const [kind = '', id] = stream.split(':', 2)
  const reply = await ask<Accepted>(`/api/${FOLDERS[kind]}/${id}/commands`, { body: command, credential })
  return reply.ok ? reply.value : reply
}

const pause = (): Promise<void> =>
  new Promise(resolve => setTimeout(resolve, PAUSE_MIN_MS + Math.random() * PAUSE_SPREAD_MS))

const out = outbox({ post, newId, pause })

export const forgetUnsettled = out.forget

export interface Sending {
  busy: boolean
  refused?: Refused
  run(wish: Wish): Promise<Answer | undefined>
  clear(): void
  /** The effect was seen before the answer came in: the next command need not wait for it. */
  seen(): void
}

/** One button's worth of commands: a second press while the first is out does nothing. */
export function useCommand(stream: string, credential?: Credential): Sending {
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<Refused>()
  const running = useRef(false)
  /** Only what the last command was answered is told. */
  const round = useRef(0)
  const run = useCallback(
    async (wish: Wish): Promise<Answer | undefined> => {
      if (running.current) return undefined
      running.current = true
      setBusy(true)
      round.current += 1
      const mine = round.current
      const answer = await out.send(stream, wish, credential)
      if (mine !== round.current) return answer
      running.current = false
      setBusy(false)
      setRefused(answer.ok ? undefined : answer)
      return answer
    },
    [stream, credential],
  )
  const clear = useCallback(() => setRefused(undefined), [])
  const seen = useCallback(() => {
    running.current = false
    setBusy(false)
  }, [])
  return { busy, ...(refused && { refused }), run, clear, seen }
}
