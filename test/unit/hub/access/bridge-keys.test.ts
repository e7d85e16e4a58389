import { describe, expect, test } from 'vitest'
import { bridgeCredentialOf, lotOfBridge } from '../../../../server/src/hub/access/bridge-keys.ts'

const [KEY, OTHER] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]

describe('[AC5] the key of a bridge', () => {
  test('opens the lot it was made for', () => {
    for (const lotId of ['yt-centre-p1', 'a', 'x.y:z_1'])
      expect(lotOfBridge(KEY, bridgeCredentialOf(KEY, lotId))).toBe(lotId)
  })

  test('opens no other lot, and no lot of another house', () => {
    const credential = bridgeCredentialOf(KEY, 'east')
    expect(lotOfBridge(KEY, credential.replace('east', 'west'))).toBeUndefined()
    expect(lotOfBridge(OTHER, credential)).toBeUndefined()
  })

  test('is nothing when it is cut, prolonged, or of another shape', () => {
    const credential = bridgeCredentialOf(KEY, 'east')
    const made = [credential.slice(0, -1), `${credential}0`, credential.toUpperCase(), 'b1.east.', 'b1..x', 'b1.', '']
    for (const text of made) expect(lotOfBridge(KEY, text), text).toBeUndefined()
  })
})
