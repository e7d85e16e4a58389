import { expect, test } from 'vitest'
import { hashPassword, passwordFault, passwordFits } from '../../../server/src/accounts/passwords.ts'

test('[AC33] a new password has ten characters, and is neither the account nor the old one, in whatever writing', () => {
  expect(passwordFault('123456789', 'c', 'old')).toBe('short')
  expect(passwordFault('十个汉字也是十个字符', 'c', 'old')).toBeUndefined()
  expect(passwordFault('𠀀𠀀𠀀𠀀𠀀', 'c', 'old')).toBe('short')
  expect(passwordFault('Manager-of-Hall', 'manager-of-hall', 'old')).toBe('account')
  expect(passwordFault('correct horse', 'c', 'correct horse')).toBe('old')
  // The same word in full-width letters is the same word.
  expect(passwordFault('ｃｏｒｒｅｃｔ　ｈｏｒｓｅ', 'c', 'correct horse')).toBe('old')
})

test('[AC33] a password is kept as scrypt with a salt of its own, and only the right one fits', async () => {
  const [one, other] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')])
  expect(one).toMatch(/^scrypt\$32768\$[\w-]{22}\$[\w-]{43}$/)
  expect(one).not.toBe(other)
  expect(await passwordFits('correct horse', one)).toBe(true)
  expect(await passwordFits('ｃｏｒｒｅｃｔ horse', one)).toBe(true)
  expect(await passwordFits('correct horsf', one)).toBe(false)
  for (const broken of ['', 'scrypt$1', 'scrypt$1024$aa$bb', 'plain$32768$aa$bb'])
    expect(await passwordFits('correct horse', broken)).toBe(false)
})
