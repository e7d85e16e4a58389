import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { clerkIdOf, counterIdOf, HALL_ID, type SeedStep, seedSteps } from '../server/living-hall/seed.ts'
import { logIn } from '../test/support/client.ts'
import { startHub } from '../test/support/hub-process.ts'
import type { Sent } from './load/broadcaster.ts'
import type { Noted } from './load/commit-times.ts'
import { atPace, type Crowd, gather } from './load/crowd.ts'
import { PlainHttp } from './load/plain-http.ts'
import { quantilesOf, type Row } from './pages/report.ts'

const PATH = `/api/halls/${HALL_ID}/commands`
const HOT = `hall:${HALL_ID}`
const COMMIT_TIMES = fileURLToPath(new URL('load/commit-times.ts', import.meta.url))

interface Load {
  screens: number
  connected: number
  perSecond: number
  tally: number
  /** Of the counters how many are worked. */
  desks: number
}

/** Not counted: nothing has been compiled when the first events come. */
function warmUpOf({ tally, desks }: Load): number {
  // Every second time round a counter pauses, and between resumes: so many keys leave it as it was.
  const round = 2 * desks
  return Math.floor(tally / 5 / round) * round
}

const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
const nameOf = ({ screens, connected }: Load): string =>
  `room of ${screens}${connected > screens ? ` of ${connected} connected` : ''}`

/** Halls beside the measured one, each with a room as large, until everybody is somewhere. */
const otherRooms = ({ screens, connected }: Load): string[] =>
  Array.from({ length: Math.ceil((connected - screens) / screens) }, (_, index) => `hall:other-${index}=${screens}`)

function otherHalls(rooms: readonly string[]): SeedStep[] {
  const first = seedSteps(() => ({ passwordHash: '' })).find(step => step.command.type === 'hall.open')!
  return rooms.map((room, index) => {
    const hallId = room.slice('hall:'.length, room.indexOf('='))
    const hall = { ...(first.command['hall'] as object), hallId, hallNumber: index + 2, lotIds: [] }
    return { stream: `hall:${hallId}`, command: { type: 'hall.open', hall } }
  })
}

type Desk = (body: object) => Promise<number>

/** A clerk's keyboard: one key after the other, however fast they are pressed. Resolves with the seq of the commit. */
function openDesk(connection: PlainHttp, credential: string): Desk {
  let last: Promise<unknown> = Promise.resolve()
  return body => {
    const sent = last.then(async () => {
      const text = JSON.stringify({ commandId: crypto.randomUUID(), ...body })
      // An idle connection may be closed just as it is used again: the command is repeated, as every client does.
      const post = () => connection.post(PATH, text, credential)
      const answer = await post().catch(post)
      if (answer.status >= 300) throw new Error(answer.body)
      return (JSON.parse(answer.body) as { seq: number }).seq
    })
    last = sent
    return sent
  }
}

async function openDesks(url: string, tally: number): Promise<Desk[]> {
  const desks: Desk[] = []
  for (let number = 1; number <= tally; number += 1) {
    const clerk = await logIn(url, clerkIdOf(number))
    const desk = openDesk(new PlainHttp(url), clerk.credential!)
    await desk({ type: 'counter.open', counterId: counterIdOf(number) })
    desks.push(desk)
  }
  return desks
}

/** Counters that pause and resume, each in turn: events every screen of the hall sees. */
async function pressKeys(desks: readonly Desk[], { tally, perSecond }: Load): Promise<Map<number, number>> {
  const seqs: Promise<number>[] = []
  const { intendedMs } = await atPace(tally, perSecond, index => {
    const number = index % desks.length
    const counterId = counterIdOf(number + 1)
    const isPause = Math.floor(index / desks.length) % 2 === 0
    const body = isPause ? { type: 'counter.pause', counterId, reason: 'break' } : { type: 'counter.resume', counterId }
    seqs.push(desks[number]!(body))
  })
  return new Map((await Promise.all(seqs)).map((seq, index) => [seq, intendedMs[index]!]))
}

/** What each row counts from. The first two are moments of one kind: just before the first screen is told. */
const FROM = {
  durable: 'from durable',
  sent: 'from its real send',
  intended: 'open loop, from intended times',
} as const

/**
 * From a time known for each seq to the screens that heard it.
 * @throws when one was not heard by every screen: what is missing would make the others faster than they were
 */
async function delays(crowd: Crowd, screens: number, fromMs: ReadonlyMap<number, number>): Promise<number[]> {
  const { seqs, atMs } = await crowd.tell()
  const times = seqs.flatMap((seq, index) => (fromMs.has(seq) ? atMs[index]! - fromMs.get(seq)! : []))
  if (times.length !== screens * fromMs.size)
    throw new Error(`${times.length} of ${screens * fromMs.size} deliveries were heard`)
  return times
}

async function ours(load: Load): Promise<Row[]> {
  const others = otherRooms(load)
  const timesPath = join(tmpdir(), `pingting-commit-times-${crypto.randomUUID()}.json`)
  const hub = await startHub({
    environment: { NODE_OPTIONS: `--import ${COMMIT_TIMES}`, COMMIT_TIMES: timesPath, SOCKETS_PER_ADDRESS: '10000' },
    more: otherHalls(others),
  })
  try {
    const desks = await openDesks(hub.url, load.desks)
    const crowd = await gather('hub', hub.url, [`${HOT}=${load.screens}`, ...others])
    await pressKeys(desks, { ...load, tally: warmUpOf(load) })
    await crowd.forget()
    const intended = await pressKeys(desks, load)
    await sleep(500)
    const fromIntended = await delays(crowd, load.screens, intended)
    const { frames } = await crowd.tell()
    await hub.stop()
    const notes = JSON.parse(readFileSync(timesPath, 'utf8')) as Noted[]
    rmSync(timesPath)
    const committed = new Map(notes.filter(note => note.stream === HOT).map(note => [note.seq, note.atMs]))
    const fromCommit = await delays(
      crowd,
      load.screens,
      new Map([...intended.keys()].map(seq => [seq, committed.get(seq)!])),
    )
    crowd.leave()
    const row = (what: string, times: number[]): Row => ({
      ...{ what: `${nameOf(load)}, ${what}`, side: 'pingting', perSecond: load.perSecond },
      ...quantilesOf(times),
    })
    return [
      row(`commit to screen, ${FROM.durable}`, fromCommit),
      row(`key to screen, ${FROM.intended}`, fromIntended),
      row('age of a frame', frames),
    ]
  } finally {
    await hub.dispose()
  }
}

async function sent(child: ChildProcess, order: object): Promise<Sent> {
  child.send(order)
  const [told] = (await once(child, 'message')) as [Sent]
  return told
}

/** The same numbered messages from a process that decides and writes nothing: bare sockets, or our own publisher. */
async function broadcast(kind: 'ws' | 'hub', load: Load): Promise<Row[]> {
  const child = fork(fileURLToPath(new URL('load/broadcaster.ts', import.meta.url)), [kind], {
    serialization: 'advanced',
  })
  const [{ url }] = (await once(child, 'message')) as [{ url: string }]
  const crowd = await gather(kind, url, [`${HOT}=${load.screens}`, ...otherRooms(load)])
  const first = warmUpOf(load) + 1
  await sent(child, { first: 1, tally: warmUpOf(load), perSecond: load.perSecond })
  await crowd.forget()
  const { intendedMs, sentMs, cpuUs } = await sent(child, { first, tally: load.tally, perSecond: load.perSecond })
  await sleep(500)
  const delaysFrom = (fromMs: number[]) =>
    delays(crowd, load.screens, new Map(fromMs.map((ms, index) => [first + index, ms])))
  const [fromSent, fromIntended] = [await delaysFrom(sentMs), await delaysFrom(intendedMs)]
  crowd.leave()
  child.kill('SIGKILL')
  const who = kind === 'ws' ? 'raw ws' : 'our publisher alone'
  const side = kind === 'ws' ? 'peer' : 'pingting'
  const row = (from: string, times: number[]): Row => ({
    ...{ what: `${who}, ${nameOf(load)}, ${from}`, side, perSecond: load.perSecond },
    ...quantilesOf(times),
  })
  const figure = `${(cpuUs / fromSent.length).toFixed(1)} µs CPU a delivery`
  return [{ ...row(FROM.sent, fromSent), figure, value: cpuUs / fromSent.length }, row(FROM.intended, fromIntended)]
}

/** One load three times: the whole hub, the publisher alone, bare sockets. */
export const benchRoom = async (load: Load): Promise<Row[]> => [
  ...(await ours(load)),
  ...(await broadcast('hub', load)),
  ...(await broadcast('ws', load)),
]
