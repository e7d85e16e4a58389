import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT } from './cruise.ts'

/** A copy of the server, with the contract in it taken from the copy, so that a word can be added to it. */
const folder = mkdtempSync(join(tmpdir(), 'pingting-event-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const COPIED = ['server/src', 'server/contract', 'server/embedded-mongo', 'server/package.json']
const WORDS = join(folder, 'server/contract/src/tickets.ts')

beforeAll(() => {
  for (const path of COPIED) {
    cpSync(join(ROOT, path), join(folder, path), { recursive: true, filter: from => !from.includes('node_modules') })
  }
  // Of what is installed only our own packages are looked up in the copy.
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  const base = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8')) as { compilerOptions: object }
  const paths = {
    '@pingting/contract': ['./server/contract/src/index.ts'],
    '@pingting/contract/words/*': ['./server/contract/src/words/*.ts'],
    '@pingting/embedded-mongo': ['./server/embedded-mongo/src/index.ts'],
  }
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { ...base.compilerOptions, paths }, include: ['server/src'] }),
  )
})

/** Files the compiler names, and how many it read of ours. */
function compile(): { named: string[]; read: number } {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder, '--listFiles', '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
  })
  const named = [...stdout.matchAll(/^(\S+?)\(\d+,\d+\): error TS/gm)].map(match => match[1]!)
  return {
    named: [...new Set(named)].sort(),
    read: stdout.match(/^.*server\/(?:src|contract)\/.*\.ts$/gm)?.length ?? 0,
  }
}

const COMPILE_TIMEOUT_MS = 180_000

test('[AR6, AU1] a new event type makes the compiler name at most four files, of them the one that says who hears of it', {
  timeout: COMPILE_TIMEOUT_MS,
}, () => {
  const words = readFileSync(WORDS, 'utf8')
  const added = words.replace(
    'export const ticketEvents = [',
    "export const ticketEvents = [\n  event('ticket.laminated', { ticketId: TicketId }),",
  )
  expect(added).not.toBe(words)
  writeFileSync(WORDS, added)
  // Without the new word the compiler names nobody: that is what `npm run check` says of the house itself.
  const { named, read } = compile()
  expect(read).toBeGreaterThan(80)
  expect(named).toContain('server/src/tickets/state.ts')
  expect(named).toContain('server/src/hub/publish/audience.ts')
  expect(named.length).toBeLessThanOrEqual(4)
})
