import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const READY_TIMEOUT_MS = 60_000
const END_TIMEOUT_MS = 15_000
/**
 * A heap is collected as a whole when it has doubled. Left alone, V8 collects that of a quiet process after a tenth more,
 * every 20 s, and on two cores whoever is served in these 60 ms waits for it; the Dockerfile and docker-compose.yml say the same.
 */
const HEAP = '--heap-growing-percent=100'

export interface Part {
  name: string
  /** The JSON line it printed when it was ready. */
  ready: Record<string, unknown>
  process: ChildProcess
  ended: Promise<{ code: number | undefined; signal: string | undefined }>
  stop(): Promise<void>
}

/** A part that ended before it was ready; the sentence is what it said itself. */
export class PartFailed extends Error {}

/**
 * Starts one process of the house and waits until it says that it is ready.
 * Its log goes to a file of its own; what it says while it cannot start comes back in the error.
 */
export async function startPart(
  name: string,
  script: string,
  environment: Record<string, string>,
  logDir: string,
  words: readonly string[] = [],
): Promise<Part> {
  const child = spawn(process.execPath, [HEAP, join(ROOT, script), ...words], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const log = createWriteStream(join(logDir, `${name}.log`), { flags: 'a' })
  child.stderr.pipe(log)
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    if (said.length < 4_096) said += chunk.toString()
  })
  const ended = new Promise<{ code: number | undefined; signal: string | undefined }>(resolve =>
    child.once('exit', (code, signal) => resolve({ code: code ?? undefined, signal: signal ?? undefined })),
  )
  const ready = await Promise.race([
    firstLine(child),
    ended.then(() => undefined),
    new Promise<undefined>(resolve => setTimeout(() => resolve(undefined), READY_TIMEOUT_MS).unref()),
  ])
  if (ready === undefined) {
    child.kill('SIGKILL')
    throw new PartFailed(said.trim() === '' ? `${name} did not start` : said.trim())
  }
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), END_TIMEOUT_MS)
    await ended
    clearTimeout(timer)
  }
  return { name, ready, process: child, ended, stop }
}

function firstLine(child: ChildProcess): Promise<Record<string, unknown>> {
  return new Promise(resolve => {
    createInterface({ input: child.stdout! }).on('line', line => {
      if (line.startsWith('{')) resolve(JSON.parse(line) as Record<string, unknown>)
    })
  })
}
