import type { StreamName } from '@pingting/contract'
import type { Connection } from 'mongoose'
import { expect, test } from 'vitest'
import { GateLine } from './doubles/gate-line.ts'
import { GateProcess } from './doubles/gate-process.ts'
import { HubPort } from './doubles/hub-port.ts'
import type { HubProcess } from './doubles/hub-process.ts'
import { bridgeLog, hubLog } from './doubles/log.ts'
import { LOT, type Site } from './doubles/site.ts'
import { SnapshotShelf } from './doubles/store/snapshots.ts'
import { Store } from './doubles/store/store.ts'
import { ask, Line } from './doubles/wire.ts'
import { Witness } from './doubles/witness.ts'
import { Clockwork, Part } from './engine/clockwork.ts'
import { Faults, weightsOf } from './engine/faults.ts'
import { Trace } from './engine/trace.ts'
import { NO_PLANT } from './plants/plant.ts'

const LONG_MS = 10_000

function town() {
  const site: Site = {
    ...{ seed: 1, clock: new Clockwork(0), faults: new Faults(1, weightsOf(1, 0), () => undefined) },
    ...{ trace: new Trace(false), witness: new Witness(() => true), plant: NO_PLANT, world: new Part('world') },
    kill: part => {
      part.alive = false
    },
  }
  const part = new Part('whoever speaks')
  const reached: string[] = []
  const reach = (what: string) => async () => {
    reached.push(what)
    return { ok: true, epoch: 'e', seq: 0 }
  }
  // A hub that takes down what it hears.
  const hears = {
    submit: reach('command'),
    sign: reach('sign'),
    signRevocation: reach('sign'),
    resume: reach('resume'),
  }
  const hub = { part: new Part('hub'), lines: new Set(), leaveAll: () => undefined, ...hears } as unknown as HubProcess
  return { site, part, reached, hub, store: new Store(site), reach }
}
type Ground = ReturnType<typeof town>

const port = async ({ site, part, hub }: Ground): Promise<HubPort> => {
  const opened = new HubPort(site, part, () => hub)
  opened.open()
  return opened
}
const model = ({ store, part }: Ground, name: string) =>
  (store.connectionOf(part) as Connection).model(name) as unknown as Record<string, (...args: unknown[]) => unknown>
const COMMIT = { stream: LOT, seq: 1, commandId: 'c', events: [] }
const quiet = { snapshot: () => undefined, events: () => undefined }

/** How each road is laid while the process lives, and what it then says. @returns what arrived. */
const ROADS: Record<string, (ground: Ground) => Promise<{ say: () => void; arrived: () => unknown }>> = {
  'a bridge to the hub: a command': async ground => {
    const opened = await port(ground)
    const command = { type: 'lot.report', commandId: 'c' } as never
    return { say: () => void opened.command(LOT, command), arrived: () => ground.reached[0] }
  },
  'a bridge to the hub: a signature': async ground => {
    const opened = await port(ground)
    return { say: () => void opened.sign('east', {} as never), arrived: () => ground.reached[0] }
  },
  'a bridge to the hub: a room': async ground => {
    const opened = await port(ground)
    return { say: () => opened.follow(LOT, 'bridge', quiet), arrived: () => ground.reached[0] }
  },
  'a bridge to the gate': async ({ site, part, reached, reach }) => {
    const line = new GateLine(site, part, new GateProcess(site))
    line.open()
    await site.clock.pass(LONG_MS)
    return { say: () => void line.call('order', reach('order')), arrived: () => reached[0] }
  },
  'a hub to the journal': async ground => ({
    say: () => void model(ground, 'Commit')['insertMany']!([COMMIT]),
    arrived: () => ground.store.commitsOf(LOT)[0],
  }),
  'a hub to the keys': async ground => ({
    say: () => void model(ground, 'Key')['updateOne']!({ _id: 'k' }, { $setOnInsert: {} }),
    arrived: () => keysOf(ground)[0],
  }),
  'a hub to the keys, to throw one away': async ground => {
    const keys = model(ground, 'Key')
    await keys['updateOne']!({ _id: 'k' }, { $setOnInsert: {} })
    return { say: () => void keys['deleteOne']!({ _id: 'k' }), arrived: () => keysOf(ground).length === 0 || undefined }
  },
  'a hub to its snapshots': async ({ part }) => {
    const shelf = new SnapshotShelf()
    let kept: unknown
    const head = { seq: 1, hash: '', at: '' }
    const say = (): void => {
      void shelf.of(part).save(LOT, 1, head, {})
      void shelf
        .of(new Part('another'))
        .load(LOT, 1)
        .then(found => {
          kept = found
        })
    }
    return { say, arrived: () => kept }
  },
  'a hub to its screens': async ({ site, part, hub, reached }) => {
    Object.assign(hub, { part })
    const line = new Line(site, site.world, hub, () => undefined)
    return { say: () => line.push(() => reached.push('envelope')), arrived: () => reached[0] }
  },
  'a hub to whoever asked': async ({ site, part, hub, reached }) => {
    let tell: (answer: object) => void = () => undefined
    Object.assign(hub, { part })
    const run = () =>
      new Promise<object>(resolve => {
        tell = resolve
      })
    void ask(site, site.world, () => hub, run, 5 * LONG_MS).then(answer => answer && reached.push('answer'))
    await site.clock.pass(LONG_MS)
    return { say: () => tell({}), arrived: () => reached[0] }
  },
}

const keysOf = (ground: Ground): unknown[] => (model(ground, 'Key')['find']!({}) as { lean(): unknown[] }).lean()

test.each(Object.entries(ROADS))('[SM7] nothing leaves a dead process: %s', async (_name, lay) => {
  const arrivesFrom = async (isAlive: boolean): Promise<boolean> => {
    const ground = town()
    const { say, arrived } = await lay(ground)
    await ground.site.clock.pass(LONG_MS)
    ground.part.alive = isAlive
    say()
    await ground.site.clock.pass(LONG_MS)
    return arrived() !== undefined
  }
  expect(await arrivesFrom(true)).toBe(true)
  expect(await arrivesFrom(false)).toBe(false)
})

test('[SM7] a word that a dead process had still to say is seen where it is heard', () => {
  const { witness } = town().site
  witness.unspoken.add('c')
  const stream: StreamName = LOT
  const command = { type: 'lot.link', commandId: 'c', bridgeEpoch: 1, usable: true } as const
  witness.answered({ stream, command, actor: { kind: 'bridge', lotIds: [] }, answer: { ok: false, code: '' } as never })
  expect(witness.found.join()).toContain('SM a dead process was heard')
})

test('[SM10] a line of a log that says what is a citizen’s is seen, from info on, and what the log leaves out is not', () => {
  const says = (say: (log: ReturnType<typeof bridgeLog>) => void): string[] => {
    const { site, part } = town()
    for (const log of [hubLog(site, part), bridgeLog(site, part)]) say(log)
    return site.witness.found
  }
  expect(says(log => log.info({}, 'rated 等得久'))).toHaveLength(2)
  expect(says(log => log.warn({ said: '等得久' }, 'rated'))).toHaveLength(2)
  expect(says(log => log.info({ plate: '鲁F10001' }, 'entered'))).toEqual([])
  expect(says(log => log.info({}, 'entered 鲁F·10001'))).toEqual([])
  expect(says(log => log.debug({}, 'rated 等得久'))).toEqual([])
})
