import { expect, test } from 'vitest'
import { twoHubs } from '../../campaign/hubs/two-hubs.ts'
import { small, TIMEOUT_MS } from './small.ts'

test(
  '[HB2] two hubs that call the next at one moment never call the same number',
  async () => {
    expect((await small(twoHubs)).faults).toEqual([])
  },
  TIMEOUT_MS,
)
