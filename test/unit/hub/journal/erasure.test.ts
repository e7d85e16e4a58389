import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Command, REAL_TIME } from '@pingting/contract'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { lotRules } from '../../../../server/src/domain.ts'
import { Hub, type Peers } from '../../../../server/src/hub/dispatch.ts'
import { Erasure } from '../../../../server/src/hub/journal/erasure.ts'
import { openJournal } from '../../../../server/src/hub/journal/journal.ts'
import { openKeys } from '../../../../server/src/hub/journal/keys.ts'
import { openSnapshots, type Snapshots } from '../../../../server/src/hub/journal/snapshots.ts'
import { openClock } from '../../../../server/src/hub/process/clock.ts'
import { openLog } from '../../../../server/src/hub/process/log.ts'
import { openStore, type Store } from '../../../../server/src/hub/process/store.ts'

const LOT = 'lot:east'
const PLATE = '鲁F12345'
const DAY_KEY = `${LOT}|2026-11-23`
const ON_THE_DAY = '2026-11-23T01:00:00.000Z'
const LATER = '2027-01-01T00:00:00.000Z'
const BRIDGE = { kind: 'bridge' as const, lotIds: ['east'] }
/** Who asks them does not matter here: no command is sent on. */
const PEERS = { ownerOf: async () => undefined } as unknown as Peers

let dataDir: string
let store: Store
let erasures: Erasure[]
/** What a process that was killed still waits for. */
let dead: PromiseWithResolvers<void>
beforeAll(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
})
afterAll(() => void vi.useRealTimers())
beforeEach(async () => {
  erasures = []
  dead = Promise.withResolvers()
  dataDir = mkdtempSync(join(tmpdir(), 'pingting-erasure-'))
  store = await openStore(undefined, dataDir)
})
afterEach(async () => {
  dead.resolve()
  for (const erasure of erasures) await erasure.close()
  await store.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const shelf = () => {
  const connection = store.connection.useDb('pingting', { useCache: false })
  const keys = openKeys(connection, Buffer.alloc(32, 7))
  return { keys, journal: openJournal(connection, keys), snapshots: openSnapshots(connection, keys) }
}

/** A hub as a process of its own has it, with what it does of erased days. */
async function startHub(now: string, peers?: Peers, change: (snapshots: Snapshots) => void = () => undefined) {
  const { keys, journal, snapshots } = shelf()
  change(snapshots)
  await journal.prepare()
  const log = openLog('silent')
  const hub: Hub = new Hub({
    ...{ journal, snapshots, log, clock: { ...openClock(REAL_TIME), now: () => now } },
    ...(peers === undefined ? {} : { peers }),
    indexOf: text => keys.index(text),
    opening: async () => undefined,
    published: (_commit, stored) => erasure.take(stored),
    opened: () => erasure.retry(),
  })
  const erasure = new Erasure({ keys, log, snapshot: name => hub.snapshot(name) })
  erasures.push(erasure)
  await keys.loadAll()
  await hub.open()
  erasure.start(hub)
  return hub
}

/** A car of one day, in and out again, and a snapshot that has its plate. */
async function aDay(): Promise<void> {
  const hub = await startHub(ON_THE_DAY)
  const say = (command: object) => hub.submit(LOT, { commandId: crypto.randomUUID(), ...command } as Command, BRIDGE)
  const lot = { lotId: 'east', name: '东区', nameEn: 'East', spaces: 9, hallIds: ['h1'] }
  await hub.submit(LOT, { commandId: crypto.randomUUID(), type: 'lot.open', lot }, { kind: 'system', part: 'seed' })
  await say({ type: 'lot.lease', bridgeId: 'b' })
  const car = { stayId: 's1', plate: PLATE, laneId: 'l' }
  const money = { minutes: 1, feeBeforeFen: 0, feeWaivedFen: 0, feeAfterFen: 0 }
  const records = [
    { kind: 'entered', gateSeq: 1, ...car, carClass: 'casual', enteredAt: ON_THE_DAY },
    { kind: 'exited', gateSeq: 2, ...car, exitedAt: ON_THE_DAY, ...money },
  ]
  await say({ type: 'lot.report', bridgeEpoch: 1, gateEpoch: 'g1', records: records.slice(0, 1) })
  await hub.snapshot(LOT)
  await say({ type: 'lot.report', bridgeEpoch: 1, gateEpoch: 'g1', records: records.slice(1) })
  expect(await kept()).toEqual({ plate: true, key: true })
}

/** Whether the store still has the plate, and the key of its day. */
async function kept(): Promise<{ plate: boolean; key: boolean }> {
  const { keys, snapshots } = shelf()
  await keys.loadAll()
  const found = await snapshots.load(LOT, lotRules.stateVersion)
  const text = JSON.stringify(found, (_, value) => (value instanceof Map ? [...value] : value))
  return { plate: text.includes(PLATE), key: keys.find(DAY_KEY) !== undefined }
}

const settle = () => vi.waitFor(async () => expect(await kept()).toEqual({ plate: false, key: false }), 3_000)

test('[JR28] an owner that was killed before it had written its snapshot leaves that to the hub that owns the stream next', async () => {
  // given: the owner says that the day is erased, and gets no further
  await aDay()
  const next = await startHub(LATER, PEERS)
  const owner = await startHub(LATER, undefined, snapshots => Object.assign(snapshots, { save: () => dead.promise }))
  owner.tick()
  await vi.waitFor(async () => expect(owner.stream('lot', 'east')!.peek().retention.erased.size).toBe(1))
  await next.catchUp()
  await vi.waitFor(async () => expect(await kept()).toEqual({ plate: true, key: false }))

  // when
  await next.own(LOT)

  // then
  await settle()
})

test('[JR28] a hub that starts after such an owner, and follows first, does it once the stream is its own', async () => {
  // given
  await aDay()
  const owner = await startHub(LATER, undefined, snapshots => Object.assign(snapshots, { save: () => dead.promise }))
  owner.tick()
  await vi.waitFor(async () => expect(await kept()).toEqual({ plate: true, key: false }))
  const next = await startHub(LATER, PEERS)

  // when
  await next.own(LOT)

  // then
  await settle()
})

test('[JR28] an erasure that failed on the store is tried again without a restart', async () => {
  // given
  await aDay()
  let fails = true
  const hub = await startHub(LATER, undefined, snapshots => {
    const { save } = snapshots
    snapshots.save = async (...asked) => {
      if (fails) throw new Error('the store is away')
      await save(...asked)
    }
  })
  hub.tick()
  await vi.waitFor(async () => expect(await kept()).toEqual({ plate: true, key: false }))

  // when
  fails = false
  await vi.advanceTimersByTimeAsync(10_000)

  // then
  await settle()
})
