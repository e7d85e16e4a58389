import { expect, test } from 'vitest'
import { fuzzOfFrames } from '../../campaign/fuzz/frames.ts'
import { fuzzOfHttp } from '../../campaign/fuzz/http.ts'
import { small, TIMEOUT_MS } from './small.ts'

test.each([fuzzOfHttp, fuzzOfFrames])(
  '[AC62] $name: whatever is sent, no failure, no silence, and a whole journal',
  async campaign => {
    expect((await small(campaign)).faults).toEqual([])
  },
  TIMEOUT_MS,
)
