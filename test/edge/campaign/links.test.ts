import { expect, test } from 'vitest'
import { ordersThroughMethods, ordersThroughRegisters } from '../../campaign/gate/orders.ts'
import { cables } from '../../campaign/links/cables.ts'
import { pauses } from '../../campaign/links/pauses.ts'
import { slowloris } from '../../campaign/links/slowloris.ts'
import { storeCables } from '../../campaign/links/store.ts'
import { small, TIMEOUT_MS } from './small.ts'

test.concurrent.each([pauses, cables])(
  '[G2, JR2] $name: a part that stands still or a cable that is silent loses nothing and doubles nothing',
  async campaign => {
    expect((await small(campaign)).faults).toEqual([])
  },
  TIMEOUT_MS,
)

test.concurrent.each([ordersThroughMethods, ordersThroughRegisters])(
  '[G2, GT18, PF1] $name: under every mishap each order is carried out once, none is made up, and none stays in doubt',
  async campaign => {
    expect((await small(campaign)).faults).toEqual([])
  },
  TIMEOUT_MS,
)

test.concurrent(
  '[JR42] a store that is slow, broken or silent: no false success, and every command is settled by its id',
  async () => {
    expect((await small(storeCables)).faults).toEqual([])
  },
  TIMEOUT_MS,
)

test(
  '[AC61] who begins a request and never ends it is cut in time, and nobody waits for him',
  async () => {
    expect((await small(slowloris)).faults).toEqual([])
  },
  TIMEOUT_MS,
)
