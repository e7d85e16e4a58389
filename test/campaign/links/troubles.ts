import { setTimeout as wait } from 'node:timers/promises'
import type { TcpProxy } from '../../support/tcp-proxy.ts'

/** What may happen to a cable. After each everything is well again, but what was lost stays lost. */
export const TROUBLES = ['latency', 'reset', 'dropUp', 'dropDown', 'blackHole'] as const
export type Trouble = (typeof TROUBLES)[number]

/** So many of them, beginning at another one each time. */
export const someTroubles = (tally: number, from: number): Trouble[] =>
  Array.from({ length: tally }, (_, index) => TROUBLES[(from + index) % TROUBLES.length]!)

const LATENCY_MS = 150

/** Resolves when it is over. A connection that lost something is broken at the end: nobody would ever hear of it. */
export async function trouble(cable: TcpProxy, kind: Trouble, forMs: number): Promise<void> {
  if (kind === 'latency') cable.latency(LATENCY_MS)
  else if (kind === 'reset') cable.cut()
  else cable.weather(kind)
  await wait(forMs)
  cable.latency(0)
  cable.weather('clear')
  if (kind !== 'latency') cable.cut()
}
