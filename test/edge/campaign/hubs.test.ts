import { expect, test } from 'vitest'
import { hubCables } from '../../campaign/hubs/hub-cables.ts'
import { killsOfOwner } from '../../campaign/hubs/kills-owner.ts'
import { redisAway } from '../../campaign/hubs/redis-away.ts'
import { twoHubs } from '../../campaign/hubs/two-hubs.ts'
import { small, TIMEOUT_MS } from './small.ts'

test(
  '[HB2, HB6] two hubs that call the next at one moment never call the same number, also while both believe that they own the hall',
  async () => {
    expect((await small(twoHubs)).faults).toEqual([])
  },
  TIMEOUT_MS,
)

test(
  '[HB5] kill -9 of the hub that owns the hall: the other serves on, and nothing acknowledged is lost or doubled',
  async () => {
    expect((await small(killsOfOwner)).faults).toEqual([])
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

test(
  '[HB2, HB4, HB6] cables between two hubs and Redis, and between the hubs, that are slow, broken or silent: nothing is lost or doubled, and all screens end alike',
  async () => {
    expect((await small(hubCables)).faults).toEqual([])
  },
  TIMEOUT_MS,
)
