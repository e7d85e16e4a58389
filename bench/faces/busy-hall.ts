import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const BUSY_HALL = fileURLToPath(new URL('../load/busy-hall.ts', import.meta.url))

export interface BusyHall {
  url: string
  /** People begin to come. */
  begin(): void
  end(): Promise<void>
}

/** The demonstration's day at `speed` times its pace, in a process of its own, with this many counters worked. */
export async function busyHall(speed: number, counters: number): Promise<BusyHall> {
  const env = { ...process.env, SPEED: String(speed), COUNTERS: String(counters) }
  const hall: ChildProcess = spawn(process.execPath, [BUSY_HALL], { env, stdio: ['pipe', 'pipe', 'inherit'] })
  const [url] = (await once(createInterface(hall.stdout!), 'line')) as [string]
  return {
    url,
    begin: () => void hall.stdin!.write('\n'),
    async end() {
      hall.kill('SIGTERM')
      await once(hall, 'exit')
    },
  }
}
