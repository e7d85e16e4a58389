import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from '../../server/living-hall/ports.ts'

export interface RedisProcess {
  url: string
  /** SIGKILL; nothing of it is kept. */
  kill(): Promise<void>
  /** The same port again, empty. */
  start(): Promise<void>
  /** Connections stay open and nobody answers on them. */
  pause(): void
  resume(): void
  dispose(): Promise<void>
}

/** Debian's redis-server on a free port of this machine, without a file of its own. */
export async function startRedis(): Promise<RedisProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'pingting-redis-'))
  const port = await freePort()
  let process = await run(port, folder)
  const kill = async (): Promise<void> => {
    if (process.exitCode !== null || process.signalCode !== null) return
    process.kill('SIGKILL')
    await once(process, 'exit')
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    async start() {
      process = await run(port, folder)
    },
    pause: () => void process.kill('SIGSTOP'),
    resume: () => void process.kill('SIGCONT'),
    async dispose() {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function run(port: number, folder: string): Promise<ChildProcess> {
  const words = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder]
  const child = spawn('redis-server', words, { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  await new Promise<void>((resolve, reject) => {
    lines.on('line', line => line.includes('Ready to accept connections') && resolve())
    child.once('exit', code => reject(new Error(`redis-server ended with ${code}`)))
    child.once('error', reject)
  })
  return child
}
