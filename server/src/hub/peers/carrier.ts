import type { StreamName } from '@pingting/contract'
import type { Redis } from 'ioredis'
import type { StoredCommit } from '../journal/codec.ts'
import { seal, unseal } from '../journal/keys.ts'
import type { Logger } from '../process/log.ts'

/** What one hub tells all the others. */
export type News =
  | { kind: 'commit'; stored: StoredCommit }
  /** How far each stream is known to the teller, so that a lost commit is missed. */
  | { kind: 'heads'; heads: Record<StreamName, number> }
  /** Leases were let go: nobody has to wait for their end. */
  | { kind: 'released'; names: StreamName[] }

export interface Carrier {
  /** Sends and forgets: nothing waits for Redis, and what is lost is read from the journal. */
  tell(news: News): void
  close(): void
}

export interface CarrierPorts {
  redis: Redis
  prefix: string
  /** Known to the hubs only: Redis carries what it can neither read nor make up. */
  key: Buffer
  /** This life of this hub; it does not listen to itself. */
  fence: string
  log: Logger
  heard(news: News): void
}

export function openCarrier({ redis, prefix, key, fence, log, heard }: CarrierPorts): Carrier {
  const channel = `${prefix}news`
  // A connection that listens can do nothing else; it subscribes again by itself whenever Redis is back.
  const ear = redis.duplicate({ enableOfflineQueue: true, maxRetriesPerRequest: null })
  ear.on('error', error => log.debug({ error: error.message }, 'redis is away; nothing is carried to this hub'))
  ear.on('message', (_, text: string) => {
    try {
      const { from, news } = JSON.parse(unseal(key, text, channel)) as { from: string; news: News }
      if (from !== fence) heard(news)
    } catch (error) {
      log.warn({ error }, 'something that no hub with our secrets sent was thrown away')
    }
  })
  ear.subscribe(channel).catch(error => log.debug({ error: error.message }, 'redis is away; listening later'))
  return {
    tell(news) {
      if (redis.status !== 'ready') return
      redis
        .publish(channel, seal(key, JSON.stringify({ from: fence, news }), channel))
        .catch(error => log.debug({ error: error.message }, 'news was not carried; the others read the journal'))
    },
    close: () => ear.disconnect(),
  }
}
