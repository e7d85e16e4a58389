import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Actor, type Command, type Commit, isRefusal, REAL_TIME } from '@pingting/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type LotHouse, lotRules } from '../../../../server/src/domain.ts'
import type { StoredCommit } from '../../../../server/src/hub/journal/codec.ts'
import { openJournal } from '../../../../server/src/hub/journal/journal.ts'
import { openKeys } from '../../../../server/src/hub/journal/keys.ts'
import { openSnapshots } from '../../../../server/src/hub/journal/snapshots.ts'
import { openClock } from '../../../../server/src/hub/process/clock.ts'
import { openLog } from '../../../../server/src/hub/process/log.ts'
import { openStore, type Store } from '../../../../server/src/hub/process/store.ts'
import { Stream } from '../../../../server/src/hub/stream.ts'
import { Follower } from '../../../../server/src/hub/streams/follower.ts'

const KEY = Buffer.alloc(32, 7)
const SYSTEM: Actor = { kind: 'system', part: 'seed' }
const AT = '2026-11-23T01:00:00.000Z'

let dataDir: string
let store: Store
let lotTally = 0
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'pingting-follower-'))
  store = await openStore(undefined, dataDir)
})
afterAll(async () => {
  await store.close()
  rmSync(dataDir, { recursive: true, force: true })
})

/** As a process of its own would open them: keys are learnt from the store, not from the other side. */
function ports() {
  const connection = store.connection.useDb('pingting', { useCache: false })
  const keys = openKeys(connection, KEY)
  const journal = openJournal(connection, keys)
  const snapshots = openSnapshots(connection, keys)
  return { keys, journal, snapshots }
}

let name: `lot:${string}`
let owner: Stream<LotHouse>
let told: { commit: Commit; stored: StoredCommit }[]
let heard: number[]
let follower: Follower<LotHouse>

const ownerOf = (from?: Parameters<Stream<LotHouse>['adopt']>[0]): Stream<LotHouse> => {
  const { journal, snapshots, keys } = ports()
  const stream = new Stream(name, lotRules, {
    ...{
      journal,
      snapshots,
      log: openLog('silent'),
      clock: { ...openClock(REAL_TIME), now: () => AT },
      indexOf: text => keys.index(text),
    },
    published: (commit, stored) => void told.push({ commit, stored }),
  })
  if (from !== undefined) stream.adopt(from)
  return stream
}

const enter = (gateSeq: number): Command => ({
  ...{ commandId: crypto.randomUUID(), type: 'lot.report', bridgeEpoch: 0, gateEpoch: 'g1' },
  records: [
    {
      kind: 'entered',
      gateSeq,
      stayId: `s${gateSeq}`,
      plate: '鲁F5K789',
      carClass: 'casual',
      laneId: 'in',
      enteredAt: AT,
    },
  ],
})

beforeEach(async () => {
  lotTally += 1
  name = `lot:east-${lotTally}`
  told = []
  heard = []
  await ports().journal.prepare()
  owner = ownerOf()
  const lot = { lotId: `east-${lotTally}`, name: '东', nameEn: 'East', spaces: 10, hallIds: ['hall'] }
  await owner.dispatch({ commandId: crypto.randomUUID(), type: 'lot.open', lot }, SYSTEM)
  const { journal, snapshots } = ports()
  follower = new Follower(name, lotRules, { journal, snapshots, published: ({ seq }) => void heard.push(seq) })
  await follower.catchUp()
})

describe('[HB4] a follower has what the owner has', () => {
  test('a commit that was carried twice is folded in once', async () => {
    await owner.dispatch(enter(1), SYSTEM)

    for (const { commit, stored } of [...told, ...told]) await follower.take(commit, stored)

    expect(heard).toEqual([1, 2])
    expect(follower.peek()).toEqual(owner.peek())
  })

  test('what was not carried is read from the journal, before what comes after it', async () => {
    for (const gateSeq of [1, 2, 3, 4]) await owner.dispatch(enter(gateSeq), SYSTEM)
    const [third, last] = [told.at(-2)!, told.at(-1)!]

    await follower.take(last.commit, last.stored)
    await follower.take(third.commit, third.stored)

    expect(heard).toEqual([1, 2, 3, 4, 5])
    expect(follower.peek()).toEqual(owner.peek())
    // The plate was sealed with a key made after this side began.
    expect(follower.peek().stays.get('s4')?.plate).toBe('鲁F5K789')
  })

  test('a commit that nobody wrote is not believed', async () => {
    await owner.dispatch(enter(1), SYSTEM)
    const { commit, stored } = told.at(-1)!
    const forged = { ...stored, seq: 3, prevHash: stored.hash, hash: 'f'.repeat(64) }

    await follower.take({ ...commit, seq: 3 }, forged)

    expect(follower.seq).toBe(2)
    expect(follower.peek()).toEqual(owner.peek())
  })

  test('it is as far as it was asked to be', async () => {
    await owner.dispatch(enter(1), SYSTEM)
    await follower.reached(2)
    expect(follower.seq).toBe(2)
  })
})

describe('[HB5] a stream changes its owner where it stands', () => {
  test('the new owner goes on after the last commit, and knows the answers of the old one', async () => {
    const command = enter(1)
    await owner.dispatch(command, SYSTEM)

    const next = ownerOf(await follower.handOver())
    const repeat = await next.dispatch(command, SYSTEM)
    const outcome = await next.dispatch(enter(2), SYSTEM)

    expect(repeat).toMatchObject({ replayed: true, commit: { seq: 2 } })
    expect(outcome).toMatchObject({ replayed: false, commit: { seq: 3 } })
  })

  test('who handed over follows no more', async () => {
    const { commit, stored } = told.at(-1)!
    await follower.handOver()
    await expect(follower.take(commit, stored)).rejects.toThrow('followed no more')
  })

  test('an owner that gives the stream up refuses what waits, and is followed from where it stood', async () => {
    const place = await owner.retire()

    expect(isRefusal(await owner.dispatch(enter(1), SYSTEM))).toBe(true)
    expect(place.head.seq).toBe(1)
  })
})

test('[HB6] of two owners one loses the insert, catches up, and decides again on what the other wrote', async () => {
  const other = ownerOf(await follower.handOver())
  await owner.dispatch(enter(1), SYSTEM)

  const late = await other.dispatch(enter(1), SYSTEM)
  const next = await other.dispatch(enter(2), SYSTEM)

  // The gate's first record is known by now: the same report changes nothing, and the second is the next commit.
  expect(late).toMatchObject({ commit: { seq: 2, events: [] } })
  expect(next).toMatchObject({ commit: { seq: 3 } })
})
