import { describe, expect, test } from 'vitest'
import { base32, codeAt, factorUri, newSecret, stepOf } from '../../../server/src/accounts/totp.ts'

/** RFC 6238 appendix B, SHA-1: eight digits at seconds since 1970. */
const VECTORS: readonly [seconds: number, code: string][] = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
]
const SECRET = Buffer.from('12345678901234567890')

describe('[AC36] codes of a second factor', () => {
  test.each(VECTORS)('are those of RFC 6238 at %i s', (seconds, code) => {
    expect(codeAt(SECRET, Math.floor(seconds / 30), 8)).toBe(code)
    expect(stepOf(SECRET, code.slice(2), seconds * 1000)).toBe(Math.floor(seconds / 30))
  })

  test('are those of RFC 4226 appendix D, by count', () => {
    const codes = Array.from({ length: 10 }, (_, count) => codeAt(SECRET, count))
    expect(codes.slice(0, 4)).toEqual(['755224', '287082', '359152', '969429'])
    expect(codes.slice(4)).toEqual(['338314', '254676', '287922', '162583', '399871', '520489'])
  })

  test('are taken one step early and late, and no more', () => {
    const code = codeAt(SECRET, 1_000)
    expect([999, 1_000, 1_001].map(step => stepOf(SECRET, code, step * 30_000))).toEqual([1_000, 1_000, 1_000])
    expect([998, 1_002].map(step => stepOf(SECRET, code, step * 30_000))).toEqual([undefined, undefined])
  })

  test('a secret is 160 bits, another each time, in base 32 as RFC 4648 has it', () => {
    expect(newSecret()).toHaveLength(20)
    expect(newSecret().equals(newSecret())).toBe(false)
    const words = ['f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map(text => base32(Buffer.from(text)))
    expect(words).toEqual(['MY', 'MZXQ', 'MZXW6', 'MZXW6YQ', 'MZXW6YTB', 'MZXW6YTBOI'])
    expect(new URL(factorUri('clerk01', SECRET)).searchParams.get('secret')).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  })
})
