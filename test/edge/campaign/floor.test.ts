import { expect, test } from 'vitest'
import { fullDisk } from '../../campaign/floor/disk.ts'
import { racesOverHttp } from '../../campaign/floor/races.ts'
import { small, TIMEOUT_MS } from './small.ts'

test(
  '[JR43] on a full disk nothing is acknowledged that is not written, and the hub serves again when there is space',
  async context => {
    const { faults, skipped } = await small(fullDisk)
    if (skipped !== undefined) context.skip(skipped)
    expect(faults).toEqual([])
  },
  TIMEOUT_MS,
)

test(
  '[TK35, TK5, EV3] callers at one moment: one number, one hold, one rating',
  async () => {
    expect((await small(racesOverHttp)).faults).toEqual([])
  },
  TIMEOUT_MS,
)
