import { generateKeyPairSync, sign } from 'node:crypto'
import { addMinutes, challengeText } from '@pingting/contract'
import { expect, test } from 'vitest'
import { keyMarkOf, openDeviceTokens, signatureFits } from '../../../../server/src/hub/access/device-tokens.ts'

const NOW = '2026-11-23T01:00:00.000Z'
const tokens = openDeviceTokens(Buffer.alloc(32, 3))
const made = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return { publicKey: publicKey.export({ format: 'jwk' }).x!, privateKey }
}

test('[AC54] a token names the device and its key for twenty-four hours, and then nobody', () => {
  const { publicKey } = made()
  const { token, expiresAt } = tokens.issue('tablet.C01:a', publicKey, NOW)
  expect(expiresAt).toBe('2026-11-24T01:00:00.000Z')
  expect(tokens.verify(token, expiresAt)).toEqual({ deviceId: 'tablet.C01:a', keyMark: keyMarkOf(publicKey) })
  expect(tokens.verify(token, '2026-11-24T01:00:00.001Z')).toBeUndefined()
  expect(tokens.verify(token, addMinutes(NOW, 10_000))).toBeUndefined()
})

test('[AC54] only the key of the device signs for it, and only this challenge', () => {
  const { publicKey, privateKey } = made()
  const signed = (text: string) => sign(null, Buffer.from(text), privateKey).toString('base64url')
  expect(signatureFits(publicKey, challengeText('c1'), signed(challengeText('c1')))).toBe(true)
  expect(signatureFits(publicKey, challengeText('c2'), signed(challengeText('c1')))).toBe(false)
  expect(signatureFits(publicKey, challengeText('c1'), signed('c1'))).toBe(false)
  expect(signatureFits(made().publicKey, challengeText('c1'), signed(challengeText('c1')))).toBe(false)
  expect(signatureFits(publicKey, challengeText('c1'), 'A'.repeat(86))).toBe(false)
})
