import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { HALL_ID } from '../server/living-hall/seed.ts'
import { startHub } from '../test/support/hub-process.ts'
import { gather } from './load/crowd.ts'
import type { Row } from './report.ts'

const SETTLE_MS = 3_000

/** Resident memory of a process in kB, from the kernel. */
function residentKb(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
}

const rowOf = (screens: number, kb: number, joinedMs: number) => ({
  figure: `${kb.toFixed(1)} kB resident a socket; all in after ${(joinedMs / 1_000).toFixed(2)} s`,
  value: kb,
  what: `${screens} screens of one hall join`,
})

/** As many sockets at a process that has nothing but them. */
async function bare(screens: number): Promise<Row> {
  const child = fork(fileURLToPath(new URL('load/broadcaster.ts', import.meta.url)), ['ws'])
  const [{ url }] = (await once(child, 'message')) as [{ url: string }]
  await sleep(SETTLE_MS)
  const before = residentKb(child.pid!)
  const crowd = await gather('ws', url, [`bare=${screens}`])
  await sleep(SETTLE_MS)
  const kb = (residentKb(child.pid!) - before) / screens
  crowd.leave()
  child.kill('SIGKILL')
  return { ...rowOf(screens, kb, crowd.joinedMs), what: `${screens} raw ws sockets`, side: 'peer' }
}

/** What a screen that only listens costs the hub, and how long many take to come in. */
export async function benchMemory(screens: number): Promise<Row[]> {
  const hub = await startHub({ environment: { SOCKETS_PER_ADDRESS: '10000' } })
  try {
    const pid = hub.part.process.pid!
    await sleep(SETTLE_MS)
    const before = residentKb(pid)
    const crowd = await gather('hub', hub.url, [`hall:${HALL_ID}=${screens}`])
    await sleep(SETTLE_MS)
    const perSocket = (residentKb(pid) - before) / screens
    crowd.leave()
    return [{ ...rowOf(screens, perSocket, crowd.joinedMs), side: 'pingting' }, await bare(screens)]
  } finally {
    await hub.dispose()
  }
}
