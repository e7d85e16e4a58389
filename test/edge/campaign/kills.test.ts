import { expect, test } from 'vitest'
import { killsOfBridge, killsOfGate, killsOfHubWithOrders } from '../../campaign/kills/house.ts'
import { killsOfHub } from '../../campaign/kills/hub.ts'
import { killsOfRedis } from '../../campaign/kills/redis.ts'
import { small, TIMEOUT_MS } from './small.ts'

test.concurrent(
  '[JR1] kill -9 of the hub: nothing acknowledged is lost or doubled, and each answer is told again as it was',
  async () => {
    expect((await small(killsOfHub)).faults).toEqual([])
  },
  TIMEOUT_MS,
)

test.concurrent.each([killsOfHubWithOrders, killsOfBridge, killsOfGate])(
  '[G2] $name: exemptions on their way through a kill -9 are carried out once, and the books of hub and gate agree',
  async campaign => {
    expect((await small(campaign)).faults).toEqual([])
  },
  TIMEOUT_MS,
)

test(
  '[JR41] kill -9 of Redis: every command is still answered, and nothing is lost or doubled',
  async () => {
    expect((await small(killsOfRedis)).faults).toEqual([])
  },
  TIMEOUT_MS,
)
