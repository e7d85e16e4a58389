import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Part, startPart } from '../../../server/living-hall/processes.ts'
import { type HubProcess, startHub } from '../hub-process.ts'
import { type RedisProcess, startRedis } from '../redis-process.ts'

export interface TwoHubs {
  /** The first founded the hall and owns every stream; the second follows. */
  hubs: [HubProcess, HubProcess]
  redis: RedisProcess
  /** Where the store is. */
  storeUrl: string
  secretsDir: string
  dispose(): Promise<void>
}

type Settings = Record<string, string>
/** What the first and the second hub are told each for itself, where Redis is known. */
type Apart = (redisUrl: string) => readonly [Settings, Settings]

/** Two hubs as processes of their own on one store, itself a process, and one Redis. */
export async function startTwoHubs(more: Settings = {}, apart: Apart = () => [{}, {}]): Promise<TwoHubs> {
  const folder = mkdtempSync(join(tmpdir(), 'pingting-two-'))
  const secretsDir = join(folder, 'secrets')
  const redis = await startRedis()
  const door: Part = await startPart('door', 'server/embedded-mongo/src/main.ts', {}, folder, [join(folder, 'store')])
  const storeUrl = String(door.ready['url'])
  const shared = { PUBLIC_URL: 'http://hall.test', SECRETS_DIR: secretsDir }
  const environment = { MONGODB_URL: storeUrl, REDIS_URL: redis.url, ...shared, ...more }
  const [ofFirst, ofSecond] = apart(redis.url)
  const first = await startHub({ environment: { ...environment, ...ofFirst } })
  // It finds the hall there: an empty setting counts as none.
  const second = await startHub({ environment: { ...environment, SEED_FILE: '', ...ofSecond } })
  return {
    hubs: [first, second],
    ...{ redis, storeUrl, secretsDir },
    async dispose() {
      await Promise.all([first.dispose(), second.dispose()])
      await redis.dispose()
      await door.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
