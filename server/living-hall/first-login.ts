import { randomInt } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { STAFF_IDS } from './seed.ts'

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const fileIn = (dataDir: string): string => join(dataDir, 'first-login.txt')

/** Sixty bits of letters and digits that cannot be mistaken for each other. */
export const newPassword = (): string => Array.from({ length: 12 }, () => LETTERS[randomInt(LETTERS.length)]).join('')

/**
 * The first passwords by account, kept beside the data for its owner alone. Only for who founds: accounts learn of
 * passwords then and never again. A founding that was cut off is finished with those it had written down.
 */
export function firstPasswords(dataDir: string): ReadonlyMap<string, string> {
  const fresh = STAFF_IDS.map(staffId => `${staffId}\t${newPassword()}\n`).join('')
  try {
    writeFileSync(fileIn(dataDir), fresh, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const kept = readFileSync(fileIn(dataDir), 'utf8').trim()
  return new Map(kept.split('\n').map(line => line.split('\t', 2) as [string, string]))
}

/** What a start tells of them: the start that founded the hall some of them, a later one where they still lie. */
export function firstLoginNotice(dataDir: string, founded: ReadonlyMap<string, string> | undefined): string[] {
  if (founded !== undefined)
    return [
      '首次登录后须设置自己的密码。 / Everybody chooses a password of his own at the first log-in.',
      ...['admin', 'manager', 'operator', 'clerk01'].map(staffId => `  ${staffId.padEnd(9)} ${founded.get(staffId)}`),
      `其余账号 The others: ${fileIn(dataDir)}`,
    ]
  if (!existsSync(fileIn(dataDir))) return []
  return [
    `初始密码仍在 ${fileIn(dataDir)}，各人设置自己的密码后请删除。`,
    `The first passwords still lie in ${fileIn(dataDir)}; delete it once everybody has chosen his own.`,
  ]
}
