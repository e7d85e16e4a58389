import type { ClientSession, NodeIdLike } from 'node-opcua'
import { expect, test } from 'vitest'
import { listenForHints } from '../../../../../parking-bridge/src/lot/opcua/hints.ts'

/** A server that gives a subscription, and monitors nothing in it. */
const session = {
  createSubscription2: () =>
    Promise.resolve({ publishingInterval: 50, monitor: () => Promise.reject(new Error('BadServiceUnsupported')) }),
} as unknown as ClientSession

test('[GT65] a server that monitors nothing is served: it is told that it is silent, and the link goes on', async () => {
  const said: string[] = []
  const listener = {
    ...{ hint: () => undefined, revised: () => undefined, lacks: () => undefined },
    ...{ cameras: () => undefined, health: () => undefined },
    silent: (what: string, code: string) => void said.push(`${what}: ${code}`),
  }
  const nodes = { events: 'ns=1;i=1' as NodeIdLike, number: 'ns=1;i=2' as NodeIdLike }
  expect(await listenForHints(session, nodes, listener)).toBeDefined()
  expect(said).toEqual(['events: BadServiceUnsupported', 'its number: BadServiceUnsupported'])
})
