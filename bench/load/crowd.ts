import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Heard } from './listeners.ts'

/** A crowd of screens in a process of its own. */
export interface Crowd {
  /** How long it took until the last had joined. */
  joinedMs: number
  /** What the measured room heard since the last word. */
  tell(): Promise<Heard>
  /** Resolves when it has: what is sent before would be forgotten too. */
  forget(): Promise<unknown>
  leave(): void
}

const said = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    const gone = (code: number | null): void => reject(new Error(`the screens ended with ${code}`))
    child.once('exit', gone)
    child.once('message', message => {
      child.off('exit', gone)
      resolve(message as T)
    })
  })

/** Rooms as `stream=screens`, the one to be measured first. */
export async function gather(kind: 'hub' | 'ws', url: string, rooms: readonly string[]): Promise<Crowd> {
  const child = fork(fileURLToPath(new URL('listeners.ts', import.meta.url)), [kind, url, ...rooms], {
    serialization: 'advanced',
  })
  const { joinedMs } = await said<{ joinedMs: number }>(child)
  return {
    joinedMs,
    tell() {
      const answer = said<Heard>(child)
      child.send('tell')
      return answer
    },
    forget() {
      const done = said(child)
      child.send('forget')
      return done
    },
    leave: () => void child.kill('SIGKILL'),
  }
}

export interface Paced {
  /** When each event was to be sent, in ms of wall time with its fraction. */
  intendedMs: number[]
  /** When it was: later by what the timer and the events before it took. */
  sentMs: number[]
}

/** Open loop: each event has its time beforehand, and a late one does not hold the next. */
export async function atPace(tally: number, perSecond: number, send: (index: number) => void): Promise<Paced> {
  const now = (): number => performance.timeOrigin + performance.now()
  const startedMs = now() + 1
  const intendedMs = Array.from({ length: tally }, (_, index) => startedMs + (index * 1_000) / perSecond)
  const sentMs: number[] = []
  while (sentMs.length < tally) {
    for (let ms = now(); sentMs.length < tally && intendedMs[sentMs.length]! <= ms; ms = now()) {
      sentMs.push(ms)
      send(sentMs.length - 1)
    }
    await new Promise(resolve => setTimeout(resolve, 1))
  }
  return { intendedMs, sentMs }
}
