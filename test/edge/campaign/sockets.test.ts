import { expect, test } from 'vitest'
import { back } from '../../campaign/sockets/back.ts'
import { churn } from '../../campaign/sockets/churn.ts'
import { comeback } from '../../campaign/sockets/comeback.ts'
import { slowReaders } from '../../campaign/sockets/slow-readers.ts'
import { small, TIMEOUT_MS } from './small.ts'

test.each([churn, back, comeback])(
  '[AU3, AU4] $name: whose connection is taken away, or whose hub dies, is back by itself and misses nothing',
  async campaign => {
    expect((await small(campaign)).faults).toEqual([])
  },
  TIMEOUT_MS,
)

test(
  '[AU41] a tenth of a room that reads nothing costs the others no events and the hub bounded memory',
  async () => {
    expect((await small(slowReaders)).faults).toEqual([])
  },
  TIMEOUT_MS,
)
