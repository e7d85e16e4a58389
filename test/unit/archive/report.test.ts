import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { parseAnchor, report } from '../../../server/archive/report.ts'
import type { StreamAudit } from '../../../server/src/hub/archive/audit.ts'

const HASH = 'a1'.repeat(32)
const audit = (over: Partial<StreamAudit> = {}): StreamAudit => ({
  ...{ stream: 'hall:h1', commitTally: 7, head: { seq: 7, hash: HASH }, erasedDays: ['2026-11-22'] },
  keyNames: new Set(['hall:h1|2026-11-22', 'hall:h1|2026-11-23']),
  ...over,
})

let said: string[]
beforeEach(() => {
  said = []
  vi.spyOn(console, 'log').mockImplementation(line => void said.push(line))
})
afterEach(() => vi.restoreAllMocks())

test('[JR22] a report tells of each stream its commits, its head as an anchor, and the days whose key is gone', () => {
  report([audit(), audit({ stream: 'lot:east', keyNames: new Set() })], [{ _id: 'hall:h1|2026-11-23', wrapped: '' }])

  expect(said).toHaveLength(3)
  expect(said[0]).toContain(`hall:h1\t7 条 commits\thead hall:h1@7:${HASH}`)
  expect(said[0]).toMatch(/erased 2026-11-22$/)
  expect(said[1]).toMatch(/erased —$/)
  expect(said[2]).toContain('Every chain holds')
  expect(parseAnchor(/hall:h1@\S+/.exec(said[0]!)![0])).toEqual({ stream: 'hall:h1', seq: 7, hash: HASH })
})

test('[JR22] a key that is gone though nobody says that its day was erased is named, and is a failure', () => {
  const keys = [{ _id: 'hall:h1|2026-11-22', wrapped: '' }]

  expect(() => report([audit()], keys)).toThrow('the data key of 2026-11-23 is gone')
  expect(said[0]).toMatch(/erased —$/)
  expect(said.join()).not.toContain('Every chain holds')
})

test('[JR22] that a day of another stream was erased explains nothing', () => {
  const lot = audit({ stream: 'lot:east', keyNames: new Set(['lot:east|2026-11-22']), erasedDays: [] })
  const keys = [{ _id: 'hall:h1|2026-11-23', wrapped: '' }]

  expect(() => report([audit(), lot], keys)).toThrow(/^lot:east .*the data key of 2026-11-22 is gone/)
})

test('[JR23] a report of a chain that does not hold names each place, and is a failure', () => {
  const broken = audit({ fault: { seq: 3, why: 'its hash does not fit' } })

  // What comes behind the break was not read: nothing can be said of the keys.
  expect(() => report([broken], [])).toThrow(/^hall:h1 .* is broken at seq 3: its hash does not fit$/)
  expect(said.join()).not.toContain('Every chain holds')
})

test.each(['', 'hall:h1', 'hall:h1@7', `hall:h1@x:${HASH}`, `h1@7:${HASH}`, `hall:h1@7:${HASH}0`])(
  '[JR23] "%s" is no anchor, and is refused with the form of one',
  text => {
    expect(() => parseAnchor(text)).toThrow('STREAM@SEQ:HASH')
  },
)
