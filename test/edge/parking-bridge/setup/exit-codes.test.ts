import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const ROOT = new URL('../../../../', import.meta.url)
const sourceOf = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8')

const COMMANDS = {
  bridge: 'parking-bridge/src/main.ts',
  'bridge:check': 'parking-bridge/src/check/main.ts',
  'bridge:pki': 'parking-bridge/src/pki/main.ts',
  'books:verify': 'server/settlement-check/main.ts',
}

/** By command, the codes that operating.md says something of. */
function told(): Record<string, number[]> {
  const [head, , ...rows] = sourceOf('docs/operating.md')
    .split('\n| ends with |')[1]!
    .split('\n\n')[0]!
    .split('\n')
    .map(line => line.split('|').map(cell => cell.trim().replaceAll('`', '')))
  const names = head!.filter(cell => cell !== '')
  return Object.fromEntries(
    names.map((name, index) => [
      name,
      rows.flatMap(([, code, ...cells]) => (cells[index] === '–' ? [] : [Number(code)])),
    ]),
  )
}

test('[BC16] each command ends with the codes of the table and with no other', () => {
  const known = Object.entries(COMMANDS).map(([name, file]) => {
    const codes = [...sourceOf(file).matchAll(/^const EXIT_\w+ = (\d+)$/gm)].map(([, code]) => Number(code))
    return [name, [0, ...codes]]
  })
  expect(told()).toEqual(Object.fromEntries(known))
})

test.each([
  ['bridge', 1],
  ['bridge:check', 2],
  ['bridge:pki', 2],
  ['books:verify', 2],
] as const)('[BC16] %s without any setting or file ends with %d, as the table says', (name, code) => {
  const { status, stderr } = spawnSync(process.execPath, [new URL(COMMANDS[name], ROOT).pathname], {
    env: { PATH: process.env['PATH'] },
    encoding: 'utf8',
  })
  expect([status, stderr]).toEqual([code, expect.stringMatching(/is missing|usage/)])
  expect(told()[name]).toContain(code)
})
