import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, symlinkSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SmallDisk {
  dataDir: string
  /** Takes every byte that is left. */
  fill(): void
  free(): void
  dispose(): void
}

/**
 * A file system in memory that is soon full; the logs of the house go elsewhere.
 * @returns why it cannot be had where one may not mount.
 */
export function openSmallDisk(sizeMb: number): SmallDisk | string {
  const folder = mkdtempSync(join(tmpdir(), 'pingting-disk-'))
  const disk = join(folder, 'disk')
  mkdirSync(disk)
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m`, 'tmpfs', disk], { encoding: 'utf8' })
  if (mounted.status !== 0) {
    rmSync(folder, { recursive: true, force: true })
    return `a small file system cannot be mounted here (${(mounted.stderr || String(mounted.error)).trim()})`
  }
  const dataDir = join(disk, 'data')
  const logs = join(folder, 'logs')
  const filler = join(disk, 'filler')
  for (const made of [dataDir, logs]) mkdirSync(made)
  symlinkSync(logs, join(dataDir, 'logs'))
  return {
    dataDir,
    fill() {
      const file = openSync(filler, 'a')
      try {
        // Ever smaller pieces, until not even one byte finds a place.
        for (let size = 2 ** 20; size >= 1; ) {
          try {
            if (writeSync(file, Buffer.alloc(size)) < size) size = Math.floor(size / 2)
          } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
            size = Math.floor(size / 2)
          }
        }
      } finally {
        closeSync(file)
      }
    },
    free: () => rmSync(filler, { force: true }),
    dispose() {
      spawnSync('umount', [disk])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
