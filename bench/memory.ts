import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { HALL_ID } from '../server/living-hall/seed.ts'
import { startHub } from '../test/support/hub-process.ts'
import { type Crowd, gather } from './load/crowd.ts'
import type { Row } from './pages/report.ts'

/** Resident memory of a process in kB, from the kernel. */
function residentKb(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
}

interface Size {
  /** How many come, and then as many again. */
  half: number
  /** Until what they asked for has been let go. */
  settleMs: number
}

/** As many as come and leave at once before the baseline is taken. */
const WARM_CROWD = 200
const LEAVE_MS = 300

type Gather = (screens: number) => Promise<Crowd>

/**
 * V8 lets the young generation of a process grow with its traffic, once, and by more than all the sockets hold: with 2 ×
 * 64 MB of it a first thousand handshakes would be told as a cost of sockets. So as many come and leave first, few at a time,
 * that little of what they held is free to be used again.
 */
async function warmUp(gather: Gather, screens: number): Promise<void> {
  const crowd = Math.min(WARM_CROWD, screens)
  for (let come = 0; come < screens; come += crowd) {
    const some = await gather(crowd)
    some.leave()
    await sleep(LEAVE_MS)
  }
}

/** Two halves that come one after the other, over a process that is warm; and what warming it took. */
async function rowsOf(who: string, side: Row['side'], pid: number, gather: Gather, size: Size): Promise<Row[]> {
  const { half, settleMs } = size
  const all = 2 * half
  const resident = [residentKb(pid)]
  await warmUp(gather, all)
  await sleep(settleMs)
  resident.push(residentKb(pid))
  const crowds: Crowd[] = []
  for (let come = 0; come < all; come += half) {
    crowds.push(await gather(half))
    await sleep(settleMs)
    resident.push(residentKb(pid))
  }
  for (const crowd of crowds) crowd.leave()
  const [started = 0, warm = 0, first = 0, both = 0] = resident
  const row = (what: string, kb: number, more = ''): Row => {
    return { what: `${who}, ${what}`, side, figure: `${kb.toFixed(1)} kB resident a socket${more}`, value: kb }
  }
  const mb = (kb: number): string => (kb / 1_024).toFixed(0)
  const joined = `; all in after ${(crowds[0]!.joinedMs / 1_000).toFixed(2)} s`
  return [
    row(`${all} together, over a process warmed by as many`, (both - warm) / all),
    row(`the first ${half} of them`, (first - warm) / half, joined),
    row(`the second ${half} of them`, (both - first) / half),
    row(`${all} together, over what it had when it started`, (both - started) / all),
    {
      ...{ what: `${who}, none: ${all} came and left, ${Math.min(WARM_CROWD, all)} at a time`, side },
      figure: `${mb(started)} → ${mb(warm)} MB resident, once`,
      value: (warm - started) / 1_024,
    },
  ]
}

/** As many sockets at a process that has nothing but them. */
async function bare(size: Size): Promise<Row[]> {
  const child = fork(fileURLToPath(new URL('load/broadcaster.ts', import.meta.url)), ['ws'])
  const [{ url }] = (await once(child, 'message')) as [{ url: string }]
  await sleep(size.settleMs)
  const rows = await rowsOf('raw ws', 'peer', child.pid!, some => gather('ws', url, [`bare=${some}`]), size)
  child.kill('SIGKILL')
  return rows
}

/** What a screen that only listens costs the hub, and how long many take to come in. */
export async function benchMemory(size: Size): Promise<Row[]> {
  const hub = await startHub({ environment: { SOCKETS_PER_ADDRESS: '10000' } })
  try {
    await sleep(size.settleMs)
    const gatherSome: Gather = some => gather('hub', hub.url, [`hall:${HALL_ID}=${some}`])
    return [
      ...(await rowsOf('screens of one hall', 'pingting', hub.part.process.pid!, gatherSome, size)),
      ...(await bare(size)),
    ]
  } finally {
    await hub.dispose()
  }
}
