import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** Plays part of a day as `npm run demo` does. */
function play(...args: string[]): Promise<{ code: number | null; said: string }> {
  return new Promise(resolve => {
    const demo = spawn(process.execPath, ['server/living-hall/demo/main.ts', ...args], { cwd: ROOT })
    let said = ''
    const hear = (chunk: Buffer): void => {
      said += chunk.toString()
    }
    demo.stdout.on('data', hear)
    demo.stderr.on('data', hear)
    demo.once('exit', code => resolve({ code, said }))
  })
}

describe('the ordinary day', () => {
  it('[RB32] (I-1) hub, bridge and gate are each killed ten times in the first hour: nothing acknowledged is lost or doubled', async () => {
    // given an hour's arrivals through the public API · when everything is killed in turn, without warning
    const { code, said } = await play('--hours', '1', '--speed', '120', '--kills', '10', '--seed', '7')
    // then tickets, evaluations, exemptions and exits agree between clients, journal, gate and board
    expect(said).toContain('everything accounted for; 0 unexplained')
    expect(said).toMatch(/\nsettlement +[1-9]\d* uses, .*; breaks (none|B13)/)
    expect(said).toContain('killed           hub 10, bridge 10, gate 10')
    expect(code).toBe(0)
  }, 420_000)
})
