import { setTimeout as wait } from 'node:timers/promises'
import { randomOf } from '../../../server/living-hall/demo/random.ts'
import { COUNTER_TALLY, clerkIdOf } from '../../../server/living-hall/seed.ts'
import { Client } from '../../support/client.ts'
import { FloorCrowd } from '../../support/crowds/floor-crowd.ts'
import { PASSWORD, startHub } from '../../support/hub-process.ts'
import { startRedis } from '../../support/redis-process.ts'
import { type Campaign, Claims, quantile } from '../harness/campaign.ts'
import { FloorAudit } from '../harness/floor-audit.ts'

const CALLERS = 8
const LOGIN_EVERY_MS = 40

/**
 * Log-ins: what Redis counts, and takes back since they are right. By one clerk after the other: of a try that a kill
 * falls into a count may stay, and as many as there are kills would make one clerk wait.
 */
function keepLoggingIn(url: string): { end(): Promise<number[]> } {
  const door = new Client(url)
  const statuses: number[] = []
  let going = true
  const trying = (async () => {
    for (let n = 0; going; n += 1) {
      const staffId = clerkIdOf(1 + (n % COUNTER_TALLY))
      const { status } = await door.post('/api/login', { staffId, password: PASSWORD })
      statuses.push(status)
      await wait(LOGIN_EVERY_MS)
    }
  })()
  return {
    async end() {
      going = false
      await trying
      return statuses
    },
  }
}

/** kill -9 of Redis while the floor works: nothing authoritative lives there, so nobody may notice. */
export const killsOfRedis: Campaign<{ kills: number; awayMs: number; waitMsMax: number }> = {
  name: 'kills-redis',
  what: 'JR41: kill -9 of Redis under load: every command is still answered, none is lost or doubled.',
  full: { kills: 50, awayMs: 1_000, waitMsMax: 3_000 },
  quick: { kills: 3, awayMs: 400, waitMsMax: 10_000 },
  async run({ kills, awayMs, waitMsMax }, seed) {
    const random = randomOf(seed)
    const claims = new Claims()
    const redis = await startRedis()
    const hub = await startHub({ environment: { REDIS_URL: redis.url } })
    try {
      const crowd = await FloorCrowd.gather(hub, CALLERS)
      const audit = new FloorAudit()
      const logIns = keepLoggingIn(hub.url)
      for (let kill = 0; kill < kills; kill += 1) {
        const life = crowd.work()
        await wait(random.between(50, 300))
        await redis.kill()
        await wait(random.between(0.5, 1) * awayMs)
        await redis.start()
        await wait(random.between(50, 300))
        life.end()
        await life.over
        await audit.repeat(life)
      }
      const statuses = await logIns.end()
      const books = await audit.close(hub, claims)
      const failed = books.inDoubt + books.told503
      const tookMs = audit.sent.map(one => one.tookMs ?? Number.POSITIVE_INFINITY)
      const [p99, longest] = [quantile(tookMs, 0.99), quantile(tookMs, 1)]
      claims.atMost('commands without an answer, or with 503', failed, 0)
      claims.none(
        'log-ins answered otherwise than that they are in, or that the hub is busy',
        statuses.filter(status => status !== 200 && status !== 503),
      )
      claims.atLeast('acknowledged commands', books.acknowledged, kills * 20)
      claims.inTime('ms for one answer, longest', longest, waitMsMax)
      return {
        line: `${kills} kills of Redis under ${CALLERS} callers: ${failed} failed, ${books.lost} of ${books.acknowledged} acknowledged lost, ${books.doubled} doubled; longest wait for an answer ${longest} ms, p99 ${p99} ms`,
        claims: claims.all,
        figures: { ...books, logIns: statuses.length, answerP99Ms: p99, answerLongestMs: longest },
      }
    } finally {
      await hub.dispose()
      await redis.dispose()
    }
  },
}
