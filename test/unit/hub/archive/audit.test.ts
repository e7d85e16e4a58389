import { expect, test } from 'vitest'
import { auditAll, auditStream } from '../../../../server/src/hub/archive/audit.ts'
import type { StoredCommit } from '../../../../server/src/hub/journal/codec.ts'
import { journal } from '../../../campaign/forgeries/drills.ts'
import { tamper } from '../../../campaign/forgeries/tamper.ts'
import { faultsOf } from '../../../campaign/harness/campaign.ts'

const HALL = 'hall:h1'

test('[JR22] a journal nobody has touched holds from its start to its head', async () => {
  const commits = journal()
  const head = commits.at(-1)!
  const audit = await auditStream(HALL, commits, [{ stream: HALL, seq: head.seq, hash: head.hash }])
  expect(audit.fault).toBeUndefined()
  expect(audit).toMatchObject({ commitTally: commits.length, head: { seq: head.seq, hash: head.hash } })
  expect(audit.erasedDays.length).toBeGreaterThan(0)
})

test(`[JR23] edited, deleted, inserted, reordered, cut off or written anew: each of ${tamper.quick.drills} changes is located`, async () => {
  const seed = Number(process.env['SEED'] ?? 20_261_123)
  const outcome = await tamper.run(tamper.quick, seed)
  expect(faultsOf(outcome), `seed ${seed}`).toEqual([])
})

test('[JR23] without an anchor a cut is not seen, and with one also a stream that is gone altogether', async () => {
  const commits = journal()
  const { seq, hash } = commits.at(-1)!
  const source = (kept: StoredCommit[]) => ({
    streams: async () => (kept.length === 0 ? [] : [HALL as 'hall:h1']),
    async *commits() {
      yield* kept
    },
    async *keys() {},
  })
  expect((await auditAll(source(commits.slice(0, 50)), []))[0]?.fault).toBeUndefined()
  const anchors = [{ stream: HALL, seq, hash }]
  expect((await auditAll(source(commits.slice(0, 50)), anchors))[0]?.fault?.seq).toBe(51)
  expect((await auditAll(source([]), anchors))[0]).toMatchObject({ stream: HALL, fault: { seq: 1 } })
})

test('[JR22] a commit of another stream does not pass for one of this', async () => {
  const commits = journal()
  expect((await auditStream('hall:h2', commits)).fault).toEqual({ seq: 1, why: 'it belongs to hall:h1' })
})
