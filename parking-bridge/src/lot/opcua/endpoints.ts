import { type EndpointDescription, MessageSecurityMode, OPCUAClient, SecurityPolicy, UserTokenType } from 'node-opcua'
import { within } from './within.ts'

/** Strongest first; None, Sign alone, Basic128Rsa15 and Basic256 are never used. */
export const POLICIES = [
  SecurityPolicy.Aes256_Sha256_RsaPss,
  SecurityPolicy.Aes128_Sha256_RsaOaep,
  SecurityPolicy.Basic256Sha256,
] as const
export type Policy = (typeof POLICIES)[number]

/**
 * In bytes. The library makes a buffer of a whole chunk for every message it sends, however short: at its own 640 kB
 * every sixtieth call ran into a full garbage collection, on both sides. An order is 1 kB; what is longer goes in several.
 * The standard allows no less than this.
 */
const CHUNK_BYTES = 8_192
export const TRANSPORT = {
  receiveBufferSize: CHUNK_BYTES,
  sendBufferSize: CHUNK_BYTES,
  maxMessageSize: 512 * CHUNK_BYTES,
  maxChunkCount: 512,
}

const DISCOVER_TIMEOUT_MS = 5_000
const CLOSE_TIMEOUT_MS = 1_500

/** What a server tells to anybody; no session, no user, and so nothing to be relied on. @throws when nobody answers. */
export async function endpointsAt(endpointUrl: string): Promise<EndpointDescription[]> {
  const client = OPCUAClient.create({
    endpointMustExist: false,
    connectionStrategy: { maxRetry: 0, initialDelay: 100, maxDelay: 100 },
    transportTimeout: DISCOVER_TIMEOUT_MS,
    defaultTransactionTimeout: DISCOVER_TIMEOUT_MS,
    transportSettings: TRANSPORT,
  })
  const ask = async () => {
    await client.connect(endpointUrl)
    return client.getEndpoints()
  }
  try {
    return await within(2 * DISCOVER_TIMEOUT_MS, ask(), 'discovery')
  } finally {
    await within(CLOSE_TIMEOUT_MS, client.disconnect(), 'disconnect').catch(() => undefined)
  }
}

export const isEncrypted = ({ securityMode }: EndpointDescription): boolean =>
  securityMode === MessageSecurityMode.SignAndEncrypt

/** Whether one may come there by a name and a password. */
export const takesNames = ({ userIdentityTokens }: EndpointDescription): boolean =>
  (userIdentityTokens ?? []).some(({ tokenType }) => tokenType === UserTokenType.UserName)

/** The strongest way in for a named user; under which host it is listed says nothing, since there may be a NAT between. */
export function bestOf(endpoints: readonly EndpointDescription[]): EndpointDescription | undefined {
  const ways = endpoints.filter(one => isEncrypted(one) && takesNames(one))
  return POLICIES.map(policy => ways.find(one => one.securityPolicyUri === policy)).find(way => way !== undefined)
}

/** The server told anybody of less than it has, or somebody between did. */
export class StrongerWay extends Error {
  readonly policy: Policy
  constructor(policy: Policy) {
    super(`the gate has a stronger way in than was told before the link was encrypted (${nameOf(policy)})`)
    this.policy = policy
  }
}

/** By what the server has told over the encrypted channel, which nobody can have changed. @throws StrongerWay */
export function checkStrongest(client: OPCUAClient, policy: Policy): void {
  const stronger = POLICIES.slice(0, POLICIES.indexOf(policy)).find(one => {
    const way = client.findEndpointForSecurity(MessageSecurityMode.SignAndEncrypt, one)
    return way !== undefined && takesNames(way)
  })
  if (stronger !== undefined) throw new StrongerWay(stronger)
}

/** Of a policy, which is a URI with its name behind a hash. */
export const nameOf = (policyUri: string): string => policyUri.split('#').at(-1)!

/** @throws when nobody answers, or there is no way in that is good enough. */
export async function bestEndpointAt(endpointUrl: string): Promise<EndpointDescription> {
  const best = bestOf(await endpointsAt(endpointUrl))
  if (best !== undefined) return best
  throw new Error(`the gate offers no SignAndEncrypt for user names with any of ${POLICIES.map(nameOf).join(', ')}`)
}

/** @throws likewise */
export const policyAt = async (endpointUrl: string): Promise<Policy> =>
  (await bestEndpointAt(endpointUrl)).securityPolicyUri as Policy
