import { expect, test } from 'vitest'
import { Recent } from '../../../server/src/hub/pending.ts'

const LATEST = 4_096
const at = '2026-11-23T01:00:00.000Z'

test('[JR3] of a stream the latest 4 096 ids are remembered, and the oldest is forgotten for each that comes', () => {
  const recent = new Recent()
  for (let seq = 1; seq <= LATEST; seq += 1)
    recent.remember({ commandId: `c${seq}`, bodyHash: 'h', seq, events: [], at })
  // A repeat is no new id.
  recent.remember({ commandId: 'c2', bodyHash: 'h', seq: 2, events: [], at })
  expect(recent.get('c1')).toMatchObject({ bodyHash: 'h', commit: { seq: 1 } })

  recent.remember({ commandId: 'one more', bodyHash: 'h', seq: LATEST + 1, events: [], at })

  expect([recent.get('c1'), recent.get('c2')?.commit.seq]).toEqual([undefined, 2])
})
