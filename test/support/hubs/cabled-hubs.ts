import { fileURLToPath } from 'node:url'
import { freePort } from '../../../server/living-hall/ports.ts'
import { openTcpProxy, type TcpProxy } from '../tcp-proxy.ts'
import { startTwoHubs, type TwoHubs } from './two-hubs.ts'

/** Each a link on which one kind of trouble is made; the hubs are each other's peer both ways. */
export const HUB_LINKS = ['redisOfSecond', 'redisOfFirst', 'peers'] as const
export type HubLink = (typeof HUB_LINKS)[number]

export interface CabledHubs {
  readonly two: TwoHubs
  readonly cables: Readonly<Record<HubLink, readonly TcpProxy[]>>
  dispose(): Promise<void>
}

const PEER_CABLES = fileURLToPath(new URL('peer-cables.mjs', import.meta.url))

/** Two hubs with a cable from each to Redis, and one from each to the other. */
export async function startCabledHubs(): Promise<CabledHubs> {
  const ports = [await freePort(), await freePort()] as const
  // Where Redis is will be known when it runs.
  const redis = [await openTcpProxy(0), await openTcpProxy(0)] as const
  const peers = await Promise.all(ports.map(port => openTcpProxy(port)))
  const ways = JSON.stringify(Object.fromEntries(ports.map((port, place) => [port, String(peers[place]!.port)])))
  const settingsOf = (place: 0 | 1) => ({
    REDIS_URL: `redis://127.0.0.1:${redis[place].port}`,
    PEER_URL: `http://127.0.0.1:${ports[place]}`,
  })
  const two = await startTwoHubs({ NODE_OPTIONS: `--import ${PEER_CABLES}`, PEER_CABLES: ways }, redisUrl => {
    for (const cable of redis) cable.leadTo(Number(new URL(redisUrl).port))
    return [settingsOf(0), settingsOf(1)]
  })
  return {
    two,
    cables: { redisOfSecond: [redis[1]], redisOfFirst: [redis[0]], peers },
    async dispose() {
      await two.dispose()
      await Promise.all([...redis, ...peers].map(cable => cable.close()))
    },
  }
}
