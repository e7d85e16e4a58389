import { expect, test } from 'vitest'
import { matrix } from '../../campaign/forgeries/matrix.ts'
import { tokens } from '../../campaign/forgeries/tokens.ts'
import { small, TIMEOUT_MS } from './small.ts'

test(
  '[AC63] of forged tokens none is anybody, where they are verified and over HTTP',
  async () => {
    expect((await small(tokens)).faults).toEqual([])
  },
  TIMEOUT_MS,
)

test(
  '[AC60, AC43] the access matrix and the canaries, with their counts',
  async () => {
    expect((await small(matrix)).faults).toEqual([])
  },
  TIMEOUT_MS,
)
