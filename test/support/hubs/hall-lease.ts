import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Redis } from 'ioredis'
import { LEASE_MS } from '../../../server/src/hub/peers/leases.ts'
import { openLog } from '../../../server/src/hub/process/log.ts'
import { openRedis } from '../../../server/src/hub/process/redis.ts'
import type { HubProcess } from '../hub-process.ts'
import { until } from '../room.ts'
import type { TwoHubs } from './two-hubs.ts'

/** A stopped owner loses its lease meanwhile. */
const STOPPED_MS = 4_500

/** The lease of the hall as Redis has it: a word that only one life of one hub knows. */
export class HallLease {
  readonly #redis: Redis
  readonly #key: string

  private constructor(redis: Redis, key: string) {
    this.#redis = redis
    this.#key = key
  }

  static async open(two: TwoHubs): Promise<HallLease> {
    const redis = openRedis(two.redis.url, openLog('silent'))!
    await until('redis answers', () => redis.status === 'ready')
    const [key] = (await redis.keys('*lease:hall:*')) as [string]
    return new HallLease(redis, key)
  }

  /** Whose it is; nothing when it has ended. */
  async word(): Promise<string | undefined> {
    return (await this.#redis.get(this.#key)) ?? undefined
  }

  /** The words of both hubs, the first's before: the second takes the lease while the first, who has it, stands still. */
  async words({ hubs }: TwoHubs): Promise<[string, string]> {
    const first = await this.word()
    hubs[0].part.process.kill('SIGSTOP')
    await new Promise(resolve => setTimeout(resolve, STOPPED_MS))
    const second = await this.word()
    hubs[0].part.process.kill('SIGCONT')
    return [first!, second!]
  }

  /** Gives it to the hub of the word. Until the other has looked both believe that they own the hall. */
  async give(word: string): Promise<void> {
    await this.#redis.set(this.#key, word, 'PX', LEASE_MS)
  }

  close(): void {
    this.#redis.disconnect()
  }
}

/** How often a hub has lost an insert so far, by its log: somebody else had written there. */
export const lostInserts = ({ dataDir }: HubProcess): number =>
  readFileSync(join(dataDir, 'logs', 'hub.log'), 'utf8')
    .split('\n')
    .filter(line => line.includes('settling by id') && line.includes('E11000')).length
