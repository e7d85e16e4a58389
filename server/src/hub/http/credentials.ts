import type { Actor } from '@pingting/contract'
import type { Sessions } from '../../accounts/store.ts'
import { lotOfBridge } from '../access/bridge-keys.ts'
import { type DeviceTokens, keyMarkOf } from '../access/device-tokens.ts'
import { isSignedBy } from '../access/offline-tickets.ts'
import type { Hub } from '../dispatch.ts'
import type { TicketTokens } from '../tokens.ts'

export interface CredentialPorts {
  hub: Hub
  sessions: Sessions
  tokens: TicketTokens
  deviceTokens: DeviceTokens
  bridgeKey: Buffer
}

/**
 * From what a caller shows to who it is. The first two characters say which kind: `s1` a staff session, `d2` a device,
 * `v1` a ticket token, `k1` one of a kiosk without a hub, `b1` a bridge.
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
    case 'k1.':
      return offlineCitizenOf(credential, ports)
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
  const hall = hub.findState('hall', ({ halls }) => {
    const key = halls.devices.get(shown.deviceId)?.publicKey
    return key !== undefined && keyMarkOf(key) === shown.keyMark
  })
  const device = hall?.state.halls.devices.get(shown.deviceId)
  if (hall === undefined || device === undefined) return undefined
  const counter = device.counterId === undefined ? {} : { counterId: device.counterId }
  return { kind: 'device', deviceId: device.deviceId, device: device.kind, hallId: hall.id, ...counter }
}

function citizenOf(token: string, { hub, tokens }: CredentialPorts): Actor | undefined {
  const ticket = tokens.verify(token, hub.now())
  if (ticket === undefined) return undefined
  const hall = hub.findState('hall', ({ halls }) => halls.hall?.hallNumber === ticket.hallNumber)
  return hall === undefined ? undefined : { kind: 'citizen', hallId: hall.id, ticketId: ticket.ticketId }
}

/** It opens what that kiosk has handed in, for as long as the kiosk is known under the key it signed with. */
function offlineCitizenOf(token: string, { hub }: CredentialPorts): Actor | undefined {
  const [, hallNumber, ticketId = '', signature = ''] =
    /^k1\.(\d{1,5})\.(\d{8}-[A-Z]\d{4})\.([A-Za-z0-9_-]{85}[AQgw])$/.exec(token) ?? []
  const hall = hub.findState('hall', ({ halls }) => String(halls.hall?.hallNumber) === hallNumber)
  const ticket = hall?.state.tickets.tickets.get(ticketId)
  if (hall === undefined || ticket?.offline === undefined) return undefined
  const { deviceId, issuedAt } = ticket.offline
  const signed = { hallId: hall.id, deviceId, ticketId, priority: ticket.priority, issuedAt }
  const fits = isSignedBy(hall.state.halls, signed, signature)
  return fits ? { kind: 'citizen', hallId: hall.id, ticketId } : undefined
}

/** Whose lot is not founded yet comes in as well, and finds nothing. */
function bridgeOf(credential: string, { bridgeKey }: CredentialPorts): Actor | undefined {
  const lotId = lotOfBridge(bridgeKey, credential)
  return lotId === undefined ? undefined : { kind: 'bridge', lotIds: [lotId] }
}
