import { randomUUID } from 'node:crypto'
import type { Log, Time } from '../../../parking-bridge/src/ports.ts'

/** Time and chance as a process of the bridge has them. */
export const time: Time = {
  now: () => new Date().toISOString(),
  wallMs: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
  random: Math.random,
  uuid: randomUUID,
}

export function logInto(said: string[]): Log {
  const say = (about: object, text: string): void => void said.push(`${text} ${JSON.stringify(about)}`)
  return { debug: say, info: say, warn: say, error: say }
}

export const portOf = (url: string): number => Number(new URL(url).port)
