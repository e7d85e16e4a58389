import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../../parking-bridge/simulated-gate/src/main.ts', import.meta.url))
const START_TIMEOUT_MS = 60_000
const END_TIMEOUT_MS = 15_000

export const MAC_KEY = 'a1'.repeat(32)
export const USER = 'bridge'
export const PASSWORD = 'correct horse battery'
export const SITE_ID = 'hall-test'

export interface GateProcess {
  endpointUrl: string
  controlUrl: string
  certificate: string
  pid: number
  stderr(): string
  /** Resolves when the process has ended by itself or by the signal. */
  end(signal?: 'SIGKILL' | 'SIGTERM'): Promise<number | null>
  /** After a test: in order, so that what it took is counted, and in any case. */
  close(): Promise<void>
  post(path: string, body: object): Promise<{ status: number; body: Record<string, unknown> }>
  get(path: string): Promise<Record<string, unknown>>
}

/** Starts the real program in a process of its own and waits for its ready line. */
export async function startGate(dataDir: string, settings: Record<string, string> = {}): Promise<GateProcess> {
  const env = {
    ...process.env,
    GATE_DATA_DIR: dataDir,
    GATE_PORT: '0',
    CONTROL_PORT: '0',
    GATE_MAC_KEY: MAC_KEY,
    GATE_USER: USER,
    GATE_PASSWORD: PASSWORD,
    SITE_ID,
    ...settings,
  }
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ready = await readyLine(child, () => stderr)
  return {
    ...ready,
    pid: child.pid!,
    certificate: String(ready.certificate),
    stderr: () => stderr,
    end: async signal => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
      if (signal !== undefined) child.kill(signal)
      await once(child, 'exit')
      return child.exitCode
    },
    close: () => endInOrder(child),
    post: async (path, body) => {
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(ready.controlUrl + path, { method: 'POST', headers, body: JSON.stringify(body) })
      return { status: response.status, body: (await response.json()) as Record<string, unknown> }
    },
    get: async path => (await (await fetch(ready.controlUrl + path)).json()) as Record<string, unknown>,
  }
}

/** Asks the process to end, and ends one that does not listen. */
export async function endInOrder(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), END_TIMEOUT_MS)
  await ended
  clearTimeout(late)
}

interface Ready {
  endpointUrl: string
  controlUrl: string
  certificate: string
}

function readyLine(child: ChildProcess, stderr: () => string): Promise<Ready> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the gate did not start in time: ${stderr()}`)), START_TIMEOUT_MS)
    let text = ''
    child.stdout!.setEncoding('utf8').on('data', (part: string) => {
      text += part
      if (!text.includes('\n')) return
      clearTimeout(late)
      resolve(JSON.parse(text.slice(0, text.indexOf('\n'))) as Ready)
    })
    child.once('exit', () => {
      clearTimeout(late)
      reject(new Error(`the gate ended before it was ready: ${stderr()}`))
    })
  })
}
