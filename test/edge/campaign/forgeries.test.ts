import { expect, test } from 'vitest'
import { tokens } from '../../campaign/forgeries/tokens.ts'
import { small, TIMEOUT_MS } from './small.ts'

test(
  '[AC63] of forged tokens none is anybody, where they are verified and over HTTP',
  async () => {
    expect((await small(tokens)).faults).toEqual([])
  },
  TIMEOUT_MS,
)
