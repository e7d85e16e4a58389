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
 * Who has one IPv6 address has its whole network of 64 bits, and could come from another address each time: what is
 * counted by address is counted by that network.
 */
function networkOf(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = [], tail] = address
    .replace(/%.*$/, '')
    .replace(/\d+\.\d+\.\d+\.\d+$/, '0:0')
    .split('::')
    .map(part => (part === '' ? [] : part.split(':')))
  const left = [...head, ...Array<string>(tail === undefined ? 0 : 8 - head.length - tail.length).fill('0')]
  const groups = [...left, ...(tail ?? [])].slice(0, 4)
  return `${groups.map(group => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}

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
  return networkOf(address)
}
