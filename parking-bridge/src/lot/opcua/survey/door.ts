import { performance } from 'node:perf_hooks'
import { AttributeIds, type ClientSession, DataType, type NodeIdLike, type OPCUAClient } from 'node-opcua'
import { type ClientSettings, connect } from '../client.ts'
import { bestOf, endpointsAt, isEncrypted, nameOf, POLICIES, policyAt } from '../endpoints.ts'
import { isGood, isUsable } from '../quality.ts'

const LOOKS = 5

/** What a server tells to anybody. */
export interface Offer {
  policies: string[]
  /** Those we speak, strongest first. */
  ours: string[]
  /** The one that a bridge uses; none where none is good enough, or takes user names. */
  best?: string
  /** DER. */
  certificate: Buffer | undefined
}

/** Asks for the endpoints; no session, no user. @throws when nobody answers. */
export async function discover(endpointUrl: string): Promise<Offer> {
  const endpoints = await endpointsAt(endpointUrl)
  const encrypted = endpoints.filter(isEncrypted)
  const [first] = encrypted.length > 0 ? encrypted : endpoints
  const best = bestOf(endpoints)
  return {
    policies: encrypted.map(({ securityPolicyUri }) => nameOf(String(securityPolicyUri))),
    ours: POLICIES.map(nameOf),
    ...(best === undefined ? {} : { best: nameOf(String(best.securityPolicyUri)) }),
    certificate: (best ?? first)?.serverCertificate,
  }
}

/** Opens a session by the strongest policy that the server takes, lets it be used, and closes it. @throws when none. */
export async function withSession<A>(
  settings: ClientSettings,
  use: (session: ClientSession) => Promise<A>,
): Promise<A> {
  const clients: OPCUAClient[] = []
  try {
    const policy = await policyAt(settings.endpointUrl)
    const { session } = await connect(settings, policy, client => void clients.push(client))
    return await use(session)
  } finally {
    for (const client of clients) await client.disconnect().catch(() => undefined)
  }
}

/** How far a clock is from ours, in ms: the middle one of five looks, each less half of its way there and back. */
export async function clockOffset(look: () => Promise<string>, nowMs: () => number): Promise<number> {
  const offsets: number[] = []
  for (let index = 0; index < LOOKS; index += 1) {
    const startedMs = performance.now()
    const theirs = Date.parse(await look())
    offsets.push(Math.round(theirs - (nowMs() - (performance.now() - startedMs) / 2)))
  }
  return offsets.sort((a, b) => a - b)[Math.floor(LOOKS / 2)]!
}

export async function readText(session: ClientSession, nodeId: NodeIdLike): Promise<string> {
  const { statusCode, value } = await session.read({ nodeId, attributeId: AttributeIds.Value })
  return isUsable(statusCode) ? String(value.value) : statusCode.name
}

/** A value that the bridge writes, and cannot write as it is. */
export interface Unfit {
  name: string
  /** Its type, where that is another than it should be. */
  type?: string
  should: readonly string[]
}

const CURRENT_WRITE = 2

/** Looks whether values may be written and have one of the types they should; writes nothing. */
export async function unfitOf(
  session: ClientSession,
  values: readonly { name: string; nodeId: NodeIdLike; should: readonly string[] }[],
): Promise<Unfit[]> {
  const unfit: Unfit[] = []
  for (const { name, nodeId, should } of values) {
    const looks = [AttributeIds.UserAccessLevel, AttributeIds.Value].map(attributeId => ({ nodeId, attributeId }))
    const [access, value] = await session.read(looks)
    const type = DataType[value!.value.dataType]
    // What holds nothing yet does not say what it will hold.
    if (type !== 'Null' && !should.includes(type)) unfit.push({ name, type, should })
    else if (isGood(access!.statusCode) && (Number(access!.value.value) & CURRENT_WRITE) === 0)
      unfit.push({ name, should })
  }
  return unfit
}
