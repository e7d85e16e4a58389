/** MD5 of a text in UTF-8, in hex of either case; handed in. */
export type Md5 = (text: string) => string

/** The values of a message by their names, as they travel. */
export type Fields = Readonly<Record<string, string>>

const SIGN = 'sign'

/** What is signed: all that is not empty, sorted by name, `k=v` with `&` between, and the secret at the end. */
const signedText = (fields: Fields, secret: string): string =>
  [
    ...Object.entries(fields)
      .filter(([name, value]) => name !== SIGN && value !== '')
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`),
    `app_secret=${secret}`,
  ].join('&')

/** In upper-case hex. */
export const signOf = (fields: Fields, secret: string, md5: Md5): string =>
  md5(signedText(fields, secret)).toUpperCase()

/** Every place is looked at, however early one is wrong: the time taken tells nothing of the right one. */
export function isSigned(fields: Fields, secret: string, md5: Md5): boolean {
  const right = signOf(fields, secret, md5)
  const given = (fields[SIGN] ?? '').toUpperCase()
  let wrong = given.length ^ right.length
  for (let index = 0; index < right.length; index += 1) wrong |= given.charCodeAt(index) ^ right.charCodeAt(index)
  return wrong === 0
}

/**
 * The signed text has no brackets: who moves the border between two values keeps the signature. A message in whose
 * values a name hides that is read is not believed. Pictures may have any other `&name=` in their addresses.
 */
export function readsOneWay(fields: Fields, read: readonly string[]): boolean {
  const names = [SIGN, ...read]
  return Object.values(fields).every(value => !names.some(name => value.includes(`&${name}=`)))
}
