import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hasRightSign, signed } from '../../../../../parking-bridge/simulated-gate/src/coupon-skin/signing.ts'
import { isSigned, readsOneWay, signOf } from '../../../../../parking-bridge/src/lot/coupons/sign.ts'

const md5 = (text: string): string => createHash('md5').update(text).digest('hex')
const GRANT = {
  ...{ service: 'service.parking.discount.create', version: '1.0', app_id: 'op1001', park_uuid: 'park-1' },
  ...{ plate: '鲁F12345', type: '2', value: '120', timestamp: '1795402800000' },
  grant_serial: '3f2504e0-4f89-51d3-9a0c-0305e82c3301',
}

// Made with md5sum over the text that docs/coupons.md describes.
test('[PF12] the signature of a message is this, for whoever writes the other end', () => {
  expect(signOf(GRANT, 'correct horse battery', md5)).toBe('A45598E4CD3A88BDC26E2DE664EE14AB')
  expect(signOf({}, 's', md5)).toBe('984ACE539184F7B0F71E7D7F3E996B2D')
  expect(signOf({ expire_time: '20261123235959' }, '鲁', md5)).toBe('4AB982B56ADCFD5781E5A094E2FA15EE')
})

test('[PF12] names are sorted as their bytes are, what is empty is not signed, nor is the signature', () => {
  const fields = { ab: '3', _: '4', a: '1', empty: '', B: '2', sign: 'anything' }
  expect(signOf(fields, 's', md5)).toBe('99478852E3FEB749E5D204CD10505E61')
})

describe('[PF12] a message is believed when its signature is right', () => {
  const sign = signOf(GRANT, 'secret', md5)
  test.each([
    ['as it was sent', { ...GRANT, sign }, true],
    ['in small letters', { ...GRANT, sign: sign.toLowerCase() }, true],
    ['with another value', { ...GRANT, value: '121', sign }, false],
    ['with a value more', { ...GRANT, reason: 'x', sign }, false],
    ['with a value less', { ...GRANT, plate: '', sign }, false],
    ['with a shorter signature', { ...GRANT, sign: sign.slice(1) }, false],
    ['with a longer signature', { ...GRANT, sign: `${sign}0` }, false],
    ['with none', GRANT, false],
  ])('%s', (_what, fields, is) => expect(isSigned(fields, 'secret', md5)).toBe(is))

  test('and not by another secret', () => expect(isSigned({ ...GRANT, sign }, 'Secret', md5)).toBe(false))
})

test('[PF12] who moves the border between two values keeps the signature, and is not believed', () => {
  // given two values that are signed side by side
  const told = { leave_gate: 'north', leave_time: '1795402800000' }
  // when the second is hidden in the first · then the signature is the same, and the message reads another way
  const moved = { leave_gate: 'north&leave_time=1795402800000' }
  expect(signOf(moved, 's', md5)).toBe(signOf(told, 's', md5))
  expect([told, moved].map(fields => readsOneWay(fields, ['leave_time']))).toEqual([true, false])
  // and an address of a picture may have values of its own
  expect(readsOneWay({ leave_image: 'https://files.example/it?u=1&f=GIF' }, ['leave_time'])).toBe(true)
})

test('[PF12] bridge and platform, each written by itself, sign alike', () => {
  const name = fc.stringMatching(/^[a-z_]{1,12}$/)
  const fields = fc.dictionary(name, fc.string({ unit: 'grapheme', maxLength: 20 }))
  fc.assert(
    fc.property(fields, fc.string({ maxLength: 20 }), (fields, secret) => {
      expect(isSigned(signed(fields, secret), secret, md5)).toBe(true)
      expect(hasRightSign({ ...fields, sign: signOf(fields, secret, md5) }, secret)).toBe(true)
    }),
  )
})
