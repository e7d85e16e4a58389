import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LedgerFile } from '../../../parking-bridge/simulated-gate/src/ledger-file.ts'
import { Gate } from './given.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gate-ledger-'))
  path = join(folder, 'new', 'ledger.jsonl')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function written() {
  const gate = new Gate()
  gate.grant(1)
  gate.enter(2)
  const { file } = await LedgerFile.open(path)
  await Promise.all(gate.commits.map(commit => file.append(commit)))
  await file.close()
  return gate.commits
}

test('[G2] what was appended is read back, in order', async () => {
  const commits = await written()
  const { file, commits: read } = await LedgerFile.open(path)
  expect(read).toEqual(commits)
  await file.close()
})

test('[G2] a last line torn by a crash is dropped, wherever it was cut, and the next one follows cleanly', async () => {
  const commits = await written()
  const whole = readFileSync(path)
  const lastLine = whole.lastIndexOf('\n', whole.length - 2) + 1
  for (const cut of [lastLine + 1, lastLine + 20, whole.length - 1]) {
    writeFileSync(path, whole.subarray(0, cut))
    const { file, commits: read } = await LedgerFile.open(path)
    expect(read).toEqual(commits.slice(0, -1))
    await file.append(commits.at(-1)!)
    await file.close()
    expect(readFileSync(path)).toEqual(whole)
  }
})

test('a character torn in its bytes is dropped with its line', async () => {
  const commits = await written()
  const whole = readFileSync(path)
  appendFileSync(path, Buffer.from('{"plate":"鲁').subarray(0, -1))
  const { file, commits: read } = await LedgerFile.open(path)
  expect(read).toEqual(commits)
  await file.close()
  expect(readFileSync(path)).toEqual(whole)
})

test('damage before the last line is never passed over in silence', async () => {
  await written()
  writeFileSync(path, `{"records":\n${readFileSync(path, 'utf8')}`)
  await expect(LedgerFile.open(path)).rejects.toThrow('line 1 of the ledger is damaged')
})
