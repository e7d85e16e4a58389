import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { startPart } from '../../../server/living-hall/processes.ts'
import { FloorCrowd } from '../../support/crowds/floor-crowd.ts'
import { startHub } from '../../support/hub-process.ts'
import { startRedis } from '../../support/redis-process.ts'
import { openTcpProxy } from '../../support/tcp-proxy.ts'
import { type Campaign, Claims, quantile } from '../harness/campaign.ts'
import { FloorAudit } from '../harness/floor-audit.ts'
import { someTroubles, TROUBLES, trouble } from './troubles.ts'

const CALLERS = 8

/** The embedded store as a process of its own and Redis, each behind a cable. */
async function openBackRoom() {
  const folder = mkdtempSync(join(tmpdir(), 'pingting-store-'))
  const door = await startPart('door', 'server/embedded-mongo/src/main.ts', {}, folder, [join(folder, 'store')])
  const url = String(door.ready['url'])
  const store = await openTcpProxy(decodeURIComponent(new URL(url).host))
  const redisProcess = await startRedis()
  const redis = await openTcpProxy(Number(new URL(redisProcess.url).port))
  return {
    ...{ url, cables: { store, redis } },
    settings: {
      MONGODB_URL: `mongodb://127.0.0.1:${store.port}/pingting?directConnection=true`,
      REDIS_URL: `redis://127.0.0.1:${redis.port}`,
    },
    async close() {
      await Promise.all([store.close(), redis.close()])
      await redisProcess.dispose()
      await door.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The cables from the hub to its store and to Redis are slow, broken or silent in turn, while the floor works. */
export const storeCables: Campaign<{ rounds: number; kinds: number; forMs: number; backMsMax: number }> = {
  name: 'store-cables',
  what: 'JR42: latency, resets and silence between hub and store, and hub and Redis: no false success, none lost, none doubled.',
  full: { rounds: 8, kinds: TROUBLES.length, forMs: 3_000, backMsMax: 10_000 },
  quick: { rounds: 1, kinds: 2, forMs: 300, backMsMax: 30_000 },
  async run({ rounds, kinds, forMs, backMsMax }) {
    const claims = new Claims()
    const room = await openBackRoom()
    const hub = await startHub({ environment: room.settings })
    try {
      const crowd = await FloorCrowd.gather(hub, CALLERS)
      const audit = new FloorAudit()
      const backMs: number[] = []
      for (let round = 0; round < rounds; round += 1) {
        for (const [place, cable] of Object.values(room.cables).entries()) {
          for (const kind of someTroubles(kinds, round + 2 * place)) {
            const life = crowd.work()
            await wait(50)
            await trouble(cable, kind, forMs)
            const overMs = performance.now()
            await crowd.servedAgain()
            backMs.push(performance.now() - overMs)
            life.end()
            await life.over
            await audit.repeat(life)
          }
        }
      }
      const books = await audit.close(hub, claims, room.url)
      const p99 = quantile(backMs, 0.99)
      claims.atLeast('acknowledged commands', books.acknowledged, backMs.length * 5)
      claims.inTime('ms from the end of a trouble to the next acknowledged command, p99', p99, backMsMax)
      return {
        line: `${backMs.length} troubles between hub, store and Redis: ${books.lost} of ${books.acknowledged} acknowledged lost, ${books.doubled} doubled, ${books.told503} told 503; back p99 ${p99} ms`,
        claims: claims.all,
        figures: { ...books, backP50Ms: quantile(backMs, 0.5), backP99Ms: p99 },
      }
    } finally {
      await hub.dispose()
      await room.close()
    }
  },
}
