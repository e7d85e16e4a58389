import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

/** Addresses and subnets, such as `10.0.0.7` and `172.28.0.0/16`. @returns undefined when one of them is neither. */
export function proxyList(parts: readonly string[]): BlockList | undefined {
  const list = new BlockList()
  for (const part of parts) {
    const [, address = '', prefix] = /^([^/]+)(?:\/([1-9]\d{0,2}))?$/.exec(part) ?? []
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    try {
      if (prefix === undefined) list.addAddress(address, family)
      else list.addSubnet(address, Number(prefix), family)
    } catch {
      return undefined
    }
  }
  return list
}

/** An IPv4 address on a socket that also listens for IPv6 comes in a wrapping. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '')

const isTrusted = (trusted: BlockList, address: string): boolean =>
  isIP(address) !== 0 && trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/**
 * Where a request came from. `X-Forwarded-For` is read from the right, and only as far as the one who wrote each entry
 * is a proxy we know; what stands further left is what a client claims.
 */
export function addressOf(request: IncomingMessage, trusted: BlockList): string {
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',')
  const claims = forwarded.map(part => plain(part.trim())).filter(part => part !== '')
  let address = plain(request.socket.remoteAddress ?? '')
  while (isTrusted(trusted, address)) {
    const claim = claims.pop()
    if (claim === undefined || isIP(claim) === 0) break
    address = claim
  }
  return address
}
