import { createHash, timingSafeEqual } from 'node:crypto'
import type { Actor } from '@pingting/contract'
import type { Sessions } from '../../accounts/store.ts'
import { type DeviceTokens, keyMarkOf } from '../access/device-tokens.ts'
import type { Hub } from '../dispatch.ts'
import type { TicketTokens } from '../tokens.ts'

export interface CredentialPorts {
  hub: Hub
  sessions: Sessions
  tokens: TicketTokens
  deviceTokens: DeviceTokens
  bridgeKey: Buffer
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * From what a caller shows to who it is. The first two characters say which kind: `s1` a staff session, `d2` a device,
 * `v1` a ticket token, `b1` a bridge.
 * @returns undefined for anything forged, expired, revoked or unknown.
 */
export async function actorOf(credential: string, ports: CredentialPorts): Promise<Actor | undefined> {
  switch (credential.slice(0, 3)) {
    case 's1.':
      return ports.sessions.find(credential)
    case 'd2.':
      return deviceOf(credential, ports)
    case 'v1.':
      return citizenOf(credential, ports)
    case 'b1.':
      return bridgeOf(credential, ports)
    default:
      return undefined
  }
}

/** The token says who; the hall says whether it still is, under that very key. */
function deviceOf(token: string, { hub, deviceTokens }: CredentialPorts): Actor | undefined {
  const shown = deviceTokens.verify(token, hub.now())
  if (shown === undefined) return undefined
  for (const { id, state } of hub.states('hall')) {
    const device = state.halls.devices.get(shown.deviceId)
    if (device?.publicKey === undefined || keyMarkOf(device.publicKey) !== shown.keyMark) continue
    const counter = device.counterId === undefined ? {} : { counterId: device.counterId }
    return { kind: 'device', deviceId: device.deviceId, device: device.kind, hallId: id, ...counter }
  }
  return undefined
}

function citizenOf(token: string, { hub, tokens }: CredentialPorts): Actor | undefined {
  const ticket = tokens.verify(token, hub.now())
  const hall = hub.states('hall').find(({ state }) => state.halls.hall?.hallNumber === ticket?.hallNumber)
  return ticket === undefined || hall === undefined
    ? undefined
    : { kind: 'citizen', hallId: hall.id, ticketId: ticket.ticketId }
}

function bridgeOf(credential: string, { hub, bridgeKey }: CredentialPorts): Actor | undefined {
  const fits = timingSafeEqual(sha256(credential), sha256(`b1.${bridgeKey.toString('hex')}`))
  return fits ? { kind: 'bridge', lotIds: hub.states('lot').map(({ id }) => id) } : undefined
}
