import { expect, test } from 'vitest'
import { simulate } from '../../campaign/days/simulate.ts'
import { small, TIMEOUT_MS } from './small.ts'

test(
  '[SM6] a small campaign of simulated days says what it played, and violates nothing',
  async () => {
    expect((await small(simulate)).faults).toEqual([])
  },
  TIMEOUT_MS,
)
