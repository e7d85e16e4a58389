import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const START = fileURLToPath(new URL('../../../server/living-hall/start.ts', import.meta.url))
const READY = 'The simulated gate is driven at'

const folder = mkdtempSync(join(tmpdir(), 'first-login-'))
const dataDir = join(folder, 'data')
const file = join(dataDir, 'first-login.txt')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Starts everything as its owner does, asks `look` while it runs, and ends it in order. @returns what was printed. */
async function startOnce(look: (url: string) => Promise<void> = async () => undefined): Promise<string> {
  const env = { ...process.env, DATA_DIR: dataDir, PORT: '0' }
  const child = spawn(process.execPath, [START], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  let said = ''
  try {
    await new Promise<void>((resolve, reject) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text
        if (said.includes(READY)) resolve()
      })
      void ended.then(() => reject(new Error(`the start ended: ${said}`)))
    })
    await look(/http:\/\/\S+/.exec(said)![0])
  } finally {
    child.kill('SIGTERM')
    await ended
  }
  return said
}

async function mayLogIn(url: string, staffId: string, password: string): Promise<boolean> {
  const reply = await fetch(new URL('/api/login', url), {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
    body: JSON.stringify({ staffId, password }),
  })
  return reply.ok
}

test('[AC64] first passwords are made once, when the hall is founded; no later start makes, prints or promises any', async () => {
  const printed = (said: string): string[] => passwords.filter(password => said.includes(password))
  let passwords: string[] = []
  const first = await startOnce(async url => {
    const kept = readFileSync(file, 'utf8').trim().split('\n')
    passwords = kept.map(line => line.split('\t')[1]!)
    expect(statSync(file).mode & 0o077).toBe(0)
    expect(await mayLogIn(url, 'manager', passwords[kept.findIndex(line => line.startsWith('manager\t'))]!)).toBe(true)
    expect(await mayLogIn(url, 'manager', passwords[0]!)).toBe(false)
  })
  expect(passwords.length).toBeGreaterThan(10)
  expect(printed(first)).toHaveLength(4)

  const second = await startOnce()
  expect(printed(second)).toEqual([])
  expect(second).toContain(file)

  rmSync(file)
  const third = await startOnce()
  expect(existsSync(file)).toBe(false)
  expect(third).not.toMatch(/first-login|password|密码/)
}, 240_000)
