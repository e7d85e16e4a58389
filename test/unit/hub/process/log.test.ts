import { describe, expect, test } from 'vitest'
import { masked, scrubbed } from '../../../../server/src/hub/process/log.ts'

describe('[AC43] a log line', () => {
  test('has no field of a person or a secret, at whatever depth', () => {
    const fields = { stream: 'hall:h1', a: [{ plate: 'x', b: { password: 'y', credential: 'z', token: 't', seq: 1 } }] }
    expect(scrubbed(fields)).toEqual({ stream: 'hall:h1', a: [{ b: { seq: 1 } }] })
  })

  test('tells of an error its name, sentence, trace and number, and nothing a library hung on it', () => {
    const cause = Object.assign(new Error('below'), { document: { plate: 'x' } })
    const error = Object.assign(new Error('above', { cause }), { code: 11000, writeErrors: [{ text: 'secret' }] })
    const told = scrubbed({ error }) as { error: Record<string, unknown> }
    expect(told.error).toMatchObject({ name: 'Error', message: 'above', fault: 11000, cause: { message: 'below' } })
    expect(JSON.stringify(told)).not.toMatch(/secret|document/)
  })

  test('hides plates, phones and credentials that stand in a text, and leaves numbers that are none', () => {
    const line = masked(
      '鲁F12345 called 13987654321 with s1.abcdefghijk-lmno and v1.1.AbCdEfGhIjKl.MnOpQr at 1764000000000',
    )
    expect(line).toBe('鲁F***45 called 139****4321 with s1.… and v1.1.… at 1764000000000')
  })
  test.each(['鲁F·12345', '鲁f·12345', '鲁F 12345', '鲁F-D12345', '鲁F·1234挂'])(
    'hides %s as cameras and people write it',
    plate => {
      expect(masked(`not written: ${plate}.`)).toMatch(/^not written: 鲁.\*\*\*..\.$/u)
    },
  )
})
