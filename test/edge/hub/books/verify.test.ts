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

test('[RB84] the files are put in the order in which they were drawn, and a copy counts once; what is missing is named', () => {
  const one = drawn('2026-11-22', NO_FILE_BEFORE)
  const two = drawn('2026-11-23', one.sum)
  const three = drawn('2026-11-20', two.sum)
  const copy = join(folder, 'copy of one.jsonl')
  writeFileSync(copy, one.text)
  expect(verify(three.file, copy, two.file, one.file)).toEqual({
    code: 0,
    said: `✓ 3 份结算单前后相接，未被改动\n  3 settlements follow one another, unchanged\n  ${three.sum}\n`,
  })
  const gap = verify(three.file, one.file)
  expect(gap).toEqual({ code: 1, said: expect.stringContaining(`✗ ${three.file} 第 1 行：没有接在前一份之后`) })
  expect(gap.said).toContain(`缺少校验和为 ${two.sum} 的前一份`)
  // Two that claim the same place: whoever wrote the second one, the chain has one of them only.
  const rival = drawn('2026-11-24', one.sum)
  expect(verify(one.file, two.file, rival.file)).toEqual({
    code: 1,
    said: expect.stringMatching(`✗ ${rival.file} [^]*${two.file} 也接在同一份之后`),
  })
})

test.each([
  ['a BOM', (text: string) => `\ufeff${text}`, /开头多了 BOM。请重新下载.*\n.*it begins with a BOM\. Download it anew/],
  ['CRLF', (text: string) => text.replaceAll('\n', '\r\n'), /换行变成了 CRLF.*\n.*end with CRLF/],
  [
    'quotes',
    (text: string) => text.replace(/^.*$/gm, line => line && `"${line.replaceAll('"', '""')}"`),
    /各行加了引号.*\n.*stand in quotes/,
  ],
  ['UTF-16', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le'), /存成了 UTF-16.*\n.*UTF-16/],
])('[RB85] %s of another program that saved a file is told as such, of each file', (_what, saved, told) => {
  const one = drawn('2026-11-22', NO_FILE_BEFORE)
  const two = drawn('2026-11-23', one.sum)
  for (const { file, text } of [one, two]) writeFileSync(file, saved(text))
  const { code, said } = verify(one.file, two.file)
  expect(code).toBe(1)
  expect(said).toMatch(told)
  expect(said.match(/✗ /g)).toHaveLength(2)
})
