import { createHash, createHmac } from 'node:crypto'
import { type ExemptionOrder, grantMacText, orderText, revokeMacText } from '@pingting/contract/words/order'
import type { Variant } from 'node-opcua'
import { describe, expect, test } from 'vitest'
import { readGrant, readRevoke } from '../../../../parking-bridge/simulated-gate/src/opcua-skin/orders.ts'
import { at, PLATE } from '../given.ts'

const KEY = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'
const MAC_KEY = Buffer.alloc(32, 7)
const macOf = (text: string) => createHmac('sha256', MAC_KEY).update(text).digest()

const order: ExemptionOrder = {
  ...{ key: KEY, siteId: 'hall', plate: PLATE, plateColour: 1, kind: 'time', freeMinutes: 120 },
  ...{ notBefore: at(0), notAfter: at(600), maxUses: 1, stackRule: 'max' },
}
const requestHash = createHash('sha256').update(orderText(order)).digest('hex')

/** The arguments of GrantExemption in their order, as a hub sends them. */
const granted = {
  ...{
    key: KEY as unknown,
    plate: PLATE as unknown,
    colour: 1 as unknown,
    minutes: 120 as unknown,
    kind: 0 as unknown,
  },
  ...{ notBefore: new Date(at(0)) as unknown, notAfter: new Date(at(600)) as unknown },
  ...{ deadline: new Date(at(10)) as unknown, uses: 1 as unknown, stack: 1 as unknown, site: 'hall' as unknown },
  ...{ hash: Buffer.from(requestHash, 'hex') as unknown, epoch: [0, 7] as unknown },
  mac: macOf(grantMacText(requestHash, 7, at(10))) as unknown,
}
const revoked = {
  ...{ key: KEY as unknown, grantKey: KEY as unknown, reason: 'plate corrected' as unknown, epoch: [0, 7] as unknown },
  mac: macOf(revokeMacText(KEY, KEY, 7)) as unknown,
}
const variants = (values: object) => Object.values(values).map(value => ({ value }) as Variant)
const grant = (over: Partial<typeof granted> = {}) => readGrant(variants({ ...granted, ...over }), MAC_KEY)
const revoke = (over: Partial<typeof revoked> = {}) => readRevoke(variants({ ...revoked, ...over }), MAC_KEY)

describe('an order to grant', () => {
  test('[EX16] is read as it was sent, with its hash and its mac proven', () => {
    expect(grant()).toEqual({
      order: {
        ...{ grantKey: KEY, requestHash, plate: PLATE, plateColour: 1, freeMinutes: 120, stackRule: 'max' },
        ...{ notBefore: at(0), notAfter: at(600), maxUses: 1 },
      },
      ...{ siteId: 'hall', submitDeadline: at(10), bridgeEpoch: 7, hashMatches: true, macMatches: true },
    })
  })

  test.each([
    ['a key that is none', { key: 'K1' }],
    ['a key that is no text', { key: 1 }],
    ['a plate nobody would write so', { plate: '鲁f12345' }],
    ['a plate that is no text', { plate: 5 }],
    ['no minutes at all', { minutes: 0 }],
    ['half a minute', { minutes: 0.5 }],
    ['more than a week of minutes', { minutes: 7 * 24 * 60 + 1 }],
    ['no use', { uses: 0 }],
    ['more uses than anybody grants', { uses: 101 }],
    ['a kind that has no number', { kind: 3 }],
    ['a rule that has no number', { stack: 4 }],
    ['no beginning', { notBefore: undefined }],
    ['an end that is no time', { notAfter: new Date(Number.NaN) }],
    ['no deadline', { deadline: '2026' }],
    ['an end before its beginning', { notAfter: new Date(at(-1)) }],
    ['a site that is no text', { site: 1 }],
    ['an epoch beyond what is counted to', { epoch: [0xffff_ffff, 0xffff_ffff] }],
  ])('[GT20] with %s is one that no hub sends: nothing ran', (_what, over) => {
    expect(grant(over)).toBeUndefined()
  })

  test.each([
    ['amount', { kind: 1 }, 'KindUnsupported'],
    ['full', { kind: 2 }, 'KindUnsupported'],
    ['replace', { stack: 0 }, 'StackRuleUnsupported'],
    ['sum', { stack: 2 }, 'StackRuleUnsupported'],
  ])('[GT14] of %s is known, and refused by name', (_what, over, unsupported) => {
    expect(grant(over)).toMatchObject({ unsupported })
  })

  test('[EX16] that rejects stacking says so to the ledger', () => {
    expect(grant({ stack: 3 })).toMatchObject({ order: { stackRule: 'reject' } })
    expect(grant({ stack: 3 })).not.toHaveProperty('unsupported')
  })

  test('[GT21] that was changed on its way, or signed by somebody else or not at all, is known as such', () => {
    expect(grant({ minutes: 121 })).toMatchObject({ hashMatches: false, macMatches: true })
    expect(grant({ mac: Buffer.alloc(32) })).toMatchObject({ hashMatches: true, macMatches: false })
    expect(grant({ epoch: [0, 8] })).toMatchObject({ macMatches: false })
    expect(grant({ mac: null, hash: null })).toMatchObject({ hashMatches: false, macMatches: false })
  })
})

describe('an order to take back', () => {
  test('[GT13] is read as it was sent, with its mac proven', () => {
    expect(revoke()).toEqual({
      ...{ revokeKey: KEY, grantKey: KEY, reason: 'plate corrected', bridgeEpoch: 7, macMatches: true },
    })
    expect(revoke({ mac: undefined })).toMatchObject({ macMatches: false })
  })

  test.each([
    ['a key that is none', { key: '' }],
    ['an exemption that is none', { grantKey: 'x' }],
    ['no reason', { reason: null }],
    ['a reason longer than a sentence', { reason: 'x'.repeat(201) }],
    ['an epoch beyond what is counted to', { epoch: [0x20_0000, 0] }],
  ])('[GT20] with %s is one that no hub sends: nothing ran', (_what, over) => {
    expect(revoke(over)).toBeUndefined()
  })
})
