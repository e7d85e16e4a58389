import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { type Actor, type CommandOf, ratingText } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { whyNotSigned } from '../../../../server/src/hub/access/given.ts'

const HALL = 'hall:h1'
const made = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return { publicKey: publicKey.export({ format: 'jwk' }).x!, privateKey }
}
const mine = made()
const another = made()
const devices = new Map(
  Object.entries({ mine, another }).map(([deviceId, { publicKey }]) => [
    deviceId,
    { deviceId, kind: 'tablet' as const, counterId: '1', publicKey },
  ]),
)
const tablet = (deviceId: string): Actor => ({
  ...{ kind: 'device', device: 'tablet', hallId: 'h1', deviceId, counterId: '1' },
})
const given: CommandOf<'evaluation.submit'> = {
  ...{ type: 'evaluation.submit', commandId: 'c1', ticketId: '20261123-A001', level: 2, tagVersion: 2 },
  ...{ tagCodes: ['213', '207'], text: '等得太久', channel: 'tablet', formOpenMs: 4_000 },
  givenAt: '2026-11-23T01:00:00.000Z',
}
const signed = (command = given, key: KeyObject = mine.privateKey, stream = HALL): string =>
  sign(null, Buffer.from(ratingText(stream, command)), key).toString('base64url')
const why = (command: CommandOf<'evaluation.submit'>, signature: string | undefined, actor = tablet('mine')) =>
  whyNotSigned(HALL, command, signature, actor, devices)?.refused

describe('a rating that names the time it was given at', () => {
  test('[EV60] is believed from the tablet whose key signed it', () => {
    expect(why(given, signed())).toBeUndefined()
  })

  test.each<[string, Partial<typeof given>]>([
    ['level', { level: 5 }],
    ['tags', { tagCodes: ['213'] }],
    ['order of tags', { tagCodes: ['207', '213'] }],
    ['text', { text: '很好' }],
    ['ticket', { ticketId: '20261123-A002' }],
    ['time', { givenAt: '2026-11-23T01:00:00.001Z' }],
    ['id', { commandId: 'c2' }],
    ['time of the form', { formOpenMs: 1 }],
    ['version of tags', { tagVersion: 1 }],
  ])('[EV60] and not once its %s was changed', (_what, change) => {
    expect(why({ ...given, ...change }, signed())).toBe('evaluation.signature-wrong')
  })

  test('[EV60] nor with the key of another tablet, for another hall, without a signature, or with one that is none', () => {
    const wrong = 'evaluation.signature-wrong'
    expect(why(given, signed(given, another.privateKey))).toBe(wrong)
    expect(why(given, signed(), tablet('another'))).toBe(wrong)
    expect(why(given, signed(), tablet('revoked'))).toBe(wrong)
    expect(why(given, signed(given, mine.privateKey, 'hall:h2'))).toBe(wrong)
    expect(why(given, undefined)).toBe(wrong)
    expect(why(given, 'A'.repeat(86))).toBe(wrong)
    expect(whyNotSigned(HALL, given, signed(), tablet('mine'), undefined)?.refused).toBe(wrong)
  })

  test('[EV60] nor from anybody else, whatever he shows', () => {
    const kiosk: Actor = { kind: 'device', device: 'kiosk', hallId: 'h1', deviceId: 'mine' }
    const citizen: Actor = { kind: 'citizen', hallId: 'h1', ticketId: given.ticketId }
    for (const actor of [kiosk, citizen]) expect(why(given, signed(), actor)).toBe('evaluation.signature-wrong')
  })

  test('[EV60] one that names no time needs no signature, and takes none', () => {
    const { givenAt: _, ...online } = given
    expect(why(online, undefined)).toBeUndefined()
    expect(why(online, signed(online))).toBe('evaluation.signature-wrong')
  })
})
