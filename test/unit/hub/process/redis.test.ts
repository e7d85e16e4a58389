import { expect, test } from 'vitest'
import type { Logger } from '../../../../server/src/hub/process/log.ts'
import { openRedis } from '../../../../server/src/hub/process/redis.ts'

/** Nobody listens there. */
const AWAY = 'redis://127.0.0.1:1'

test('[HB7] an outage of Redis is told once with its reason, however often it is tried, and once that it is over', async () => {
  const lines: string[] = []
  const log = {
    warn: ({ error }: { error: string }, text: string) => void lines.push(`${text}: ${error}`),
    info: (text: string) => void lines.push(text),
  }
  const redis = openRedis(AWAY, log as unknown as Logger)!
  const tried = { times: 0 }
  redis.on('error', () => {
    tried.times += 1
  })
  await new Promise(resolve => setTimeout(resolve, 1_200))
  expect(tried.times).toBeGreaterThan(2)
  expect(lines).toEqual([expect.stringMatching(/^redis is away.*ECONNREFUSED/)])

  redis.emit('ready')
  redis.emit('ready')
  expect(lines.slice(1)).toEqual([expect.stringMatching(/^redis is back/)])

  redis.emit('error', new Error('reset'))
  expect(lines.slice(2)).toEqual([expect.stringMatching(/^redis is away.*reset/)])
  redis.disconnect()
})
