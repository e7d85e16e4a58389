import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** Runs `npm run backup|restore|audit -- …` as its own process, here or from another checkout. */
export function archive(
  args: readonly string[],
  environment: Record<string, string> = {},
  cwd = ROOT,
): Promise<{ code: number; out: string; error: string }> {
  const all = ['--import', './node-version.mjs', 'server/archive/main.ts', ...args]
  return new Promise(resolve => {
    execFile(process.execPath, all, { cwd, env: { ...process.env, ...environment } }, (failed, out, error) =>
      resolve({ code: failed === null ? 0 : Number(failed.code), out, error }),
    )
  })
}

const made: string[] = []
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})

/** A temporary folder, gone when the test file has run. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pingting-archive-'))
  made.push(folder)
  return folder
}

/** A data folder with the secrets of another and nothing else. */
export function folderWithSecretsOf(dataDir: string): string {
  const folder = newFolder()
  cpSync(join(dataDir, 'secrets'), join(folder, 'secrets'), { recursive: true })
  return folder
}
