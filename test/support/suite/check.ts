import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * `npm run check`: the compiler on each of the three worlds there are, and Biome. Each is a process that uses one core,
 * so two run beside each other; the longest begins. What one says is told when it has ended.
 */
const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc')
const BIOME = join(ROOT, 'node_modules/@biomejs/biome/bin/biome')
const CHECKS = [
  [TSC, '-p', '.'],
  [TSC, '-p', 'test/screen'],
  [TSC, '-p', 'hall-display'],
  [BIOME, 'ci', '.'],
] as const
const AT_ONCE = 2

function check(words: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, words, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
  const said: Buffer[] = []
  for (const out of [child.stdout, child.stderr]) out.on('data', (chunk: Buffer) => said.push(chunk))
  return new Promise(resolve =>
    child.once('close', code => {
      process.stdout.write(Buffer.concat(said))
      resolve(code === 0)
    }),
  )
}

const left = [...CHECKS]
let good = true
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) good = (await check(next)) && good
  }),
)
process.exitCode = good ? 0 : 1
