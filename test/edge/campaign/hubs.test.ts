import { expect, test } from 'vitest'
import { redisAway } from '../../campaign/hubs/redis-away.ts'
import { twoHubs } from '../../campaign/hubs/two-hubs.ts'
import { small, TIMEOUT_MS } from './small.ts'

test(
  '[HB2] two hubs that call the next at one moment never call the same number',
  async () => {
    expect((await small(twoHubs)).faults).toEqual([])
  },
  TIMEOUT_MS,
)

test(
  '[HB7] Redis is gone for three seconds: the owner’s own screens are told as before, and afterwards nobody lacks anything',
  async () => {
    expect((await small(redisAway)).faults).toEqual([])
  },
  TIMEOUT_MS,
)
