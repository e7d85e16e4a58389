import type { IncomingMessage } from 'node:http'
import { describe, expect, test } from 'vitest'
import { addressOf, proxyList } from '../../../../server/src/hub/http/proxies.ts'

const trusted = proxyList(['10.0.0.7', '172.28.0.0/16', 'fd00::/8'])!
const from = (remoteAddress: string, forwarded?: string) =>
  addressOf(
    { socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } } as unknown as IncomingMessage,
    trusted,
  )

describe('[AC38] where a request comes from', () => {
  test('is what its connection says, where nobody we know forwarded it', () => {
    expect(from('203.0.113.9')).toBe('203.0.113.9')
    expect(from('203.0.113.9', '198.51.100.1')).toBe('203.0.113.9')
    expect(from('::ffff:203.0.113.9', '198.51.100.1')).toBe('203.0.113.9')
  })

  test('is what a known proxy says, and not what a client told the proxy', () => {
    expect(from('10.0.0.7', '203.0.113.9')).toBe('203.0.113.9')
    expect(from('::ffff:10.0.0.7', '1.1.1.1, 203.0.113.9')).toBe('203.0.113.9')
    expect(from('10.0.0.7', '10.0.0.7, 203.0.113.9')).toBe('203.0.113.9')
  })

  test('is followed through several proxies from the right', () => {
    expect(from('10.0.0.7', '1.1.1.1, 203.0.113.9, 172.28.3.4')).toBe('203.0.113.9')
    expect(from('fd00::1', '203.0.113.9, 10.0.0.7')).toBe('203.0.113.9')
  })

  test('is the last proxy itself where it says nothing that could be read', () => {
    for (const claim of [undefined, '', 'unknown', '203.0.113.9, "); drop', ' , '])
      expect(from('10.0.0.7', claim)).toBe('10.0.0.7')
  })

  test.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:2::', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['2001::3:4:5:192.0.2.1', '2001:0:0:3::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('[AC68] %s counts as %s', (address, network) => {
    expect(from(address)).toBe(network)
    expect(from('10.0.0.7', address)).toBe(network)
  })

  test.each(['', 'proxy', '10.0.0.7/33', '10.0.0.7/0', '10.0.0.0/8/8', '300.1.1.1', '10.0.0.7/x'])(
    '%j is no proxy',
    part => {
      expect(proxyList([part])).toBeUndefined()
    },
  )
})
