import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { backup } from '../../../../server/src/hub/archive/backup.ts'
import { restore } from '../../../../server/src/hub/archive/restore.ts'
import type { Source } from '../../../../server/src/hub/archive/source.ts'
import { verifyBackup } from '../../../../server/src/hub/archive/verify.ts'
import type { StoredCommit } from '../../../../server/src/hub/journal/codec.ts'
import { journal } from '../../../campaign/forgeries/drills.ts'

const HALL = 'hall:h1'
const TERMS = { backupId: crypto.randomUUID(), epoch: 'e1', madeAt: '2026-11-23T01:00:00.000Z' }

let folder: string
let manifest: string
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'pingting-backup-')), 'backup')
  manifest = join(folder, 'manifest.json')
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

const sourceOf = (commits: StoredCommit[]): Source => ({
  streams: async () => (commits.length === 0 ? [] : [HALL]),
  async *commits() {
    yield* commits
  },
  async *keys() {
    yield { _id: `${HALL}|2026-11-23`, wrapped: 'sealed' }
  },
})
/** The third commit says another time, and its hash is not made anew. */
const edited = (): StoredCommit[] =>
  journal().map(commit => (commit.seq === 3 ? { ...commit, at: '2026-11-23T00:00:00.000Z' } : commit))

describe('a backup', () => {
  test('[JR20] counts only once all of it was read back: a broken journal leaves no manifest', async () => {
    await expect(backup(sourceOf(edited()), folder, TERMS)).rejects.toThrow('hall:h1 is broken at seq 3')
    expect(existsSync(manifest)).toBe(false)
  })

  test('[JR20] has every key that was there while it was taken: one made meanwhile, and one dropped meanwhile', async () => {
    const turns = [
      ['dropped', 'kept'],
      ['kept', 'made'],
    ]
    const source: Source = {
      ...sourceOf(journal()),
      async *keys() {
        for (const day of turns.shift() ?? []) yield { _id: `${HALL}|${day}`, wrapped: 'sealed' }
      },
    }

    await backup(source, folder, TERMS)

    const { keys } = await verifyBackup(folder)
    expect(keys.map(({ _id }) => _id)).toEqual([`${HALL}|dropped`, `${HALL}|kept`, `${HALL}|made`])
  })

  test('[JR20] of nothing is none', async () => {
    await expect(backup(sourceOf([]), folder, TERMS)).rejects.toThrow('There is nothing in the journal yet')
    expect(existsSync(manifest)).toBe(false)
  })

  test('[JR20] is not written among other files', async () => {
    await backup(sourceOf(journal()), folder, TERMS)

    await expect(backup(sourceOf(journal()), folder, TERMS)).rejects.toThrow('is not empty')
  })

  test.each([
    ['commits', '"commitTally":', 'hall.h1.jsonl.gz'],
    ['keys', '"keyTally":', 'keys.jsonl.gz'],
  ])(
    '[JR21] whose manifest counts other %s than there are is none, and the file is named',
    async (_what, name, file) => {
      await backup(sourceOf(journal()), folder, TERMS)
      expect((await verifyBackup(folder)).audits).toMatchObject([{ stream: HALL, commitTally: journal().length }])
      const told = readFileSync(manifest, 'utf8')
      const other = told.replace(new RegExp(`(${name}\\s*)(\\d+)`), '$19$2')
      expect(other).not.toBe(told)
      writeFileSync(manifest, other)

      await expect(verifyBackup(folder)).rejects.toThrow(`${file} is not the file the manifest names`)
    },
  )

  test('[JR21] in which a chain is broken, as an anchor says, is not restored, and the store is not touched', async () => {
    await backup(sourceOf(journal()), folder, TERMS)
    const verified = await verifyBackup(folder, undefined, [{ stream: HALL, seq: 3, hash: '0'.repeat(64) }])

    const restoring = restore(verified, {} as never)

    await expect(restoring).rejects.toThrow('hall:h1 is broken at seq 3')
  })
})
