import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { HALL_ID } from '../server/living-hall/seed.ts'
import { startHub } from '../test/support/hub-process.ts'
import { gather } from './load/crowd.ts'
import type { Row } from './report.ts'

const SETTLE_MS = 3_000

/** Resident memory of a process in kB, from the kernel. */
function residentKb(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
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
    return [
      {
        ...{ what: `${screens} screens of one hall join`, side: 'pingting' },
        figure: `${perSocket.toFixed(1)} kB resident a socket; all in after ${(crowd.joinedMs / 1_000).toFixed(2)} s`,
        value: perSocket,
      },
    ]
  } finally {
    await hub.dispose()
  }
}
