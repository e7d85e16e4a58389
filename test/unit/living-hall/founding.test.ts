import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { firstLoginNotice, firstPasswords } from '../../../server/living-hall/first-login.ts'
import { found } from '../../../server/living-hall/house.ts'
import { STAFF_IDS } from '../../../server/living-hall/seed.ts'

let dataDir: string
let kept: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'pingting-founding-'))
  kept = join(dataDir, 'first-login.txt')
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

describe('the start that founds', () => {
  test('[AC64] gives everybody a password of his own, keeps them for its owner alone, and founds with no word of them', async () => {
    const { seedFile, firstPasswords: given } = await found(dataDir)

    expect([...given!.keys()]).toEqual([...STAFF_IDS])
    expect(new Set(given!.values()).size).toBe(STAFF_IDS.length)
    expect(statSync(kept).mode & 0o077).toBe(0)
    expect(statSync(seedFile).mode & 0o077).toBe(0)
    for (const password of given!.values()) expect(readFileSync(seedFile, 'utf8')).not.toContain(password)
  })

  test('[AC64] a later one finds what was founded, and leaves it', async () => {
    const { seedFile } = await found(dataDir)
    const before = readFileSync(seedFile, 'utf8')

    expect(await found(dataDir)).toEqual({ seedFile })
    expect(readFileSync(seedFile, 'utf8')).toBe(before)
  })

  test('[AC64] one that was cut off is finished with the passwords it had written down', async () => {
    const written = firstPasswords(dataDir)

    expect((await found(dataDir)).firstPasswords).toEqual(written)
  })

  test('[AC64] where everybody has chosen already there are no first passwords', async () => {
    expect(await found(dataDir, 'one password for a demonstration')).not.toHaveProperty('firstPasswords')
    expect(existsSync(kept)).toBe(false)
  })
})

describe('what a start tells of first passwords', () => {
  test('[AC64] the one that founded tells four of them, and where the others are', () => {
    const given = firstPasswords(dataDir)
    const told = firstLoginNotice(dataDir, given).join('\n')

    expect(
      [...given]
        .filter(([, password]) => told.includes(password))
        .map(([staffId]) => staffId)
        .sort(),
    ).toEqual(['admin', 'clerk01', 'manager', 'operator'])
    expect(told).toContain(kept)
  })

  test('[AC64] a later one tells where they still lie, and nothing once they are gone', () => {
    writeFileSync(kept, 'admin\tsecret-word\n')
    const told = firstLoginNotice(dataDir, undefined).join('\n')
    expect(told).toContain(kept)
    expect(told).not.toContain('secret-word')

    rmSync(kept)
    expect(firstLoginNotice(dataDir, undefined)).toEqual([])
  })

  test('[AC64] a folder that cannot be written to is told as what it is', () => {
    expect(() => firstPasswords(join(dataDir, 'nowhere'))).toThrow('ENOENT')
  })
})
