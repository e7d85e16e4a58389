import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { NO_FILE_BEFORE, settlementText } from '../../../../server/src/settlements/papers/file.ts'

const MAIN = fileURLToPath(new URL('../../../../server/settlement-check/main.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'settlements-'))
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

function drawn(businessDay: string, prevSha256: string): { file: string; text: string; sum: string } {
  const head = { lotId: 'east', businessDay, version: 1, cutOffAt: '2026-11-23T18:00:00.000Z', prevSha256 }
  const text = settlementText(head, [], sha256)
  const file = join(folder, `${businessDay}.jsonl`)
  writeFileSync(file, text)
  return { file, text, sum: JSON.parse(text.trim().split('\n').at(-1)!).sha256 }
}
function verify(...files: string[]): { code: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...files], { encoding: 'utf8' })
  return { code: status, said: stdout + stderr }
}

test('[RB11] whoever holds the files checks their chain: whole, with one missing, changed, and unreadable', () => {
  const one = drawn('2026-11-22', NO_FILE_BEFORE)
  const two = drawn('2026-11-23', one.sum)
  expect(verify(one.file, two.file)).toEqual({ code: 0, said: expect.stringContaining(two.sum) })
  expect(verify(two.file)).toEqual({
    code: 1,
    said: expect.stringMatching(/第 1 行：没有接在前一份之后.*\n {2}line 1 does not follow/),
  })
  writeFileSync(one.file, one.text.replace('"rows":0', '"rows":1'))
  expect(verify(one.file, two.file)).toEqual({ code: 1, said: expect.stringMatching(/文件在出具后被改过/) })
  expect(verify(join(folder, 'none.jsonl')).code).toBe(2)
  expect(verify().code).toBe(2)
})
