import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { HALL_ID } from '../server/living-hall/seed.ts'
import { startHub } from '../test/support/hub-process.ts'
import { type Crowd, gather } from './load/crowd.ts'
import type { Row } from './report.ts'

const SETTLE_MS = 3_000

/** Resident memory of a process in kB, from the kernel. */
function residentKb(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
}

interface Grown {
  first: number
  second: number
  joinedMs: number
}

/** Twice as many screens as asked for: the first half also makes the heap grow, once for all that come after. */
async function grownBy(pid: number, gatherSome: () => Promise<Crowd>, screens: number): Promise<Grown> {
  const resident = [residentKb(pid)]
  const crowds: Crowd[] = []
  for (let half = 0; half < 2; half += 1) {
    crowds.push(await gatherSome())
    await sleep(SETTLE_MS)
    resident.push(residentKb(pid))
  }
  for (const crowd of crowds) crowd.leave()
  const [empty = 0, one = 0, two = 0] = resident
  return { first: (one - empty) / screens, second: (two - one) / screens, joinedMs: crowds[0]!.joinedMs }
}

const rowOf = ({ first, second, joinedMs }: Grown, screens: number) => {
  const figure = `${second.toFixed(1)} kB resident a socket, the first ${screens} ${first.toFixed(1)} kB; all in after`
  return { figure: `${figure} ${(joinedMs / 1_000).toFixed(2)} s`, value: second }
}

/** As many sockets at a process that has nothing but them. */
async function bare(screens: number): Promise<Row> {
  const child = fork(fileURLToPath(new URL('load/broadcaster.ts', import.meta.url)), ['ws'])
  const [{ url }] = (await once(child, 'message')) as [{ url: string }]
  await sleep(SETTLE_MS)
  const grown = await grownBy(child.pid!, () => gather('ws', url, [`bare=${screens}`]), screens)
  child.kill('SIGKILL')
  return { ...rowOf(grown, screens), what: `${screens} raw ws sockets, after as many`, side: 'peer' }
}

/** What a screen that only listens costs the hub, and how long many take to come in. */
export async function benchMemory(screens: number): Promise<Row[]> {
  const hub = await startHub({ environment: { SOCKETS_PER_ADDRESS: '10000' } })
  try {
    await sleep(SETTLE_MS)
    const room = [`hall:${HALL_ID}=${screens}`]
    const grown = await grownBy(hub.part.process.pid!, () => gather('hub', hub.url, room), screens)
    return [
      { ...rowOf(grown, screens), what: `${screens} screens of one hall, after as many`, side: 'pingting' },
      await bare(screens),
    ]
  } finally {
    await hub.dispose()
  }
}
