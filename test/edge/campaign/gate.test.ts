import { expect, test } from 'vitest'
import { gateLink } from '../../campaign/gate/gate-link.ts'
import { ordersThroughCoupons, ordersThroughPlainCoupons } from '../../campaign/gate/orders.ts'
import { outage } from '../../campaign/gate/outage.ts'
import { lostBy, small, TIMEOUT_MS } from './small.ts'

test.concurrent.each([ordersThroughCoupons, ordersThroughPlainCoupons])(
  '[PF20, GT70] $name: under mishaps that overlap each coupon is given once, none is made up, and none stays in doubt',
  async campaign => {
    expect((await small(campaign)).faults).toEqual([])
  },
  TIMEOUT_MS,
)

test(
  '[GT22] what gathered while a gate was away is carried out once, in its order, and not what ended meanwhile',
  async () => {
    expect(await lostBy(outage)).toEqual([])
  },
  TIMEOUT_MS,
)

test(
  '[GT11] a link that is cut again and again comes back, and leaves no socket and no timer behind',
  async () => {
    expect(await lostBy(gateLink)).toEqual([])
  },
  TIMEOUT_MS,
)
