import { readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, it } from 'vitest'
import { buildFaces } from '../../../../server/living-hall/faces.ts'

const DIST = fileURLToPath(new URL('../../../../hall-display/dist', import.meta.url))
const FIRST_LOAD_BYTES_MAX = 112_000

/** What this page names, and what those scripts import before they run; what they load later is not among it. */
function firstLoadOf(page: string): string[] {
  const named = new Set([...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path!))
  for (const path of named) {
    if (!path.endsWith('.js')) continue
    const script = readFileSync(DIST + path, 'utf8')
    for (const [, name] of script.matchAll(/(?:^|[;}\n])(?:import|export)[^()'"`;]*?["'`]\.\/([\w.-]+\.js)["'`]/g))
      named.add(`/assets/${name}`)
  }
  return [...named]
}

const gzipped = (path: string): number => gzipSync(readFileSync(DIST + path)).length
const page = (name = 'phone') => readFileSync(`${DIST}/${name}.html`, 'utf8')

beforeAll(() => buildFaces())

it('[FA40] the phone’s first load, page, scripts and styles, is at most 112 000 bytes gzip', () => {
  const files = firstLoadOf(page())
  expect(files.some(path => path.includes('ground')) && files.some(path => path.endsWith('.css'))).toBe(true)
  const bytes = ['/phone.html', ...files].reduce((sum, path) => sum + gzipped(path), 0)
  expect(bytes).toBeGreaterThan(60_000)
  expect(bytes).toBeLessThanOrEqual(FIRST_LOAD_BYTES_MAX)
})

it('[FA40] it comes in few files, and charts, levels, tags, plates and the other refusals are not in it', () => {
  const scripts = firstLoadOf(page()).filter(path => path.endsWith('.js'))
  expect(scripts.length).toBeLessThanOrEqual(3)
  const text = scripts.map(path => readFileSync(DIST + path, 'utf8')).join('\n')
  for (const word of ['recharts', '非常不满意', '可以使用手机办理', '没有这个大厅', '京津沪渝'])
    expect(text).not.toContain(word)
  expect(text).toContain('您是第 {nth} 位')
})

it('[FA44] the worker names every file of the phone, those loaded later too, and each is there', () => {
  const worker = readFileSync(`${DIST}/phone-worker.js`, 'utf8')
  const files = JSON.parse(/const FILES = (\[.*?\])/.exec(worker)![1]!) as string[]
  expect(firstLoadOf(page()).filter(path => !files.includes(path))).toEqual([])
  expect(files.filter(path => /RateForm|CarFinder/.test(path)).length).toBeGreaterThanOrEqual(2)
  for (const path of files) expect(statSync(DIST + path).size).toBeGreaterThan(0)
})

it('[FA80] the booking page’s first load is at most 112 000 bytes gzip, and most of it is the phone’s', () => {
  const files = firstLoadOf(page('book'))
  const bytes = ['/book.html', ...files].reduce((sum, path) => sum + gzipped(path), 0)
  expect(bytes).toBeGreaterThan(60_000)
  expect(bytes).toBeLessThanOrEqual(FIRST_LOAD_BYTES_MAX)
  const shared = firstLoadOf(page()).filter(path => files.includes(path))
  expect(shared.some(path => path.includes('ground'))).toBe(true)
})
