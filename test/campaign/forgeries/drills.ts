import { type Anchor, auditStream, CHAIN_START } from '../../../server/src/hub/archive/audit.ts'
import { hashOf } from '../../../server/src/hub/journal/chain.ts'
import type { StoredCommit } from '../../../server/src/hub/journal/codec.ts'
import { readGolden } from '../../replay/fold.ts'
import { randomOf } from '../../support/random.ts'

export const KINDS = ['edit', 'rehash', 'delete', 'insert', 'reorder', 'truncate', 'rewrite'] as const
export type Kind = (typeof KINDS)[number]

/** What was done to the journal, and where an auditor has to say that it breaks. */
export interface Drill {
  kind: Kind
  at: number
  told: number | undefined
  expected: number
}

const STREAM = 'hall:h1'

/** The golden journal of a hall, chained as a store holds it. */
export function journal(): StoredCommit[] {
  let { hash } = CHAIN_START
  return readGolden('0.1.0')
    .filter(({ stream }) => stream === STREAM)
    .map(commit => {
      const body = { _id: `${STREAM}#${commit.seq}`, v: 1 as const, bodyHash: '', ...commit, prevHash: hash }
      hash = hashOf(body)
      return { ...body, hash }
    })
}

const edited = (commit: StoredCommit): StoredCommit => ({
  ...commit,
  actor: { kind: 'system', part: 'seed' },
  at: `${commit.at.slice(0, -4)}999Z`,
})
const rehashed = ({ hash: _, ...body }: StoredCommit): StoredCommit => ({ ...body, hash: hashOf(body) })

/** From this commit on every hash is made anew, as whoever owns the store could. */
function rewritten(commits: readonly StoredCommit[], from: number): StoredCommit[] {
  let hash = commits[from - 1]?.prevHash ?? CHAIN_START.hash
  return commits.map((commit, index) => {
    if (index < from - 1) return commit
    const fresh = rehashed({ ...commit, prevHash: hash })
    hash = fresh.hash
    return fresh
  })
}

/** Tampers once. `at` is a seq, with commits before and after it. */
function tamper(
  kind: Kind,
  good: readonly StoredCommit[],
  at: number,
  far: number,
): { bad: StoredCommit[]; expected: number } {
  const bad = [...good]
  const one = good[at - 1]!
  switch (kind) {
    case 'edit':
      bad[at - 1] = edited(one)
      return { bad, expected: at }
    case 'rehash':
      bad[at - 1] = rehashed(edited(one))
      return { bad, expected: at + 1 }
    case 'delete':
      bad.splice(at - 1, 1)
      return { bad, expected: at }
    case 'insert':
      bad.splice(at - 1, 0, rehashed(edited(one)))
      return { bad, expected: at + 1 }
    case 'reorder':
      bad[at - 1] = good[far - 1]!
      bad[far - 1] = one
      return { bad, expected: at }
    case 'truncate':
      return { bad: bad.slice(0, at), expected: at + 1 }
    case 'rewrite':
      bad[at - 1] = edited(one)
      return { bad: rewritten(bad, at), expected: good.length }
  }
}

/** @returns every drill with what the auditor said; the head is anchored outside. */
export async function drill(tally: number, seed: number): Promise<Drill[]> {
  const good = journal()
  const roll = randomOf(seed)
  const head = good.at(-1)!
  const anchors: Anchor[] = [{ stream: STREAM, seq: head.seq, hash: head.hash }]
  const drills: Drill[] = []
  for (let index = 0; index < tally; index += 1) {
    const kind = KINDS[index % KINDS.length]!
    const at = 1 + roll(good.length - 2)
    const far = at + 1 + roll(good.length - at)
    const { bad, expected } = tamper(kind, good, at, far)
    const { fault } = await auditStream(STREAM, bad, anchors)
    drills.push({ kind, at, told: fault?.seq, expected })
  }
  return drills
}
