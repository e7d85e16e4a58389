import {
  type Actor,
  type CommandOf,
  type OfflineTicket,
  offlineTicketText,
  type Refusal,
  refuse,
  type StreamName,
  ticketIdOf,
} from '@pingting/contract'
import type { Enrolment } from '../../halls/state.ts'
import { signatureFits } from './device-tokens.ts'

type Devices = ReadonlyMap<string, Enrolment>

/** Whether the kiosk it names is paired here, now, under the key that signed this. */
export function isSignedBy(devices: Devices | undefined, ticket: OfflineTicket, signature: string): boolean {
  const publicKey = devices?.get(ticket.deviceId)?.publicKey
  return publicKey !== undefined && signatureFits(publicKey, offlineTicketText(ticket), signature)
}

/** A kiosk hands in only what it signed itself. */
export function whyForged(
  stream: StreamName,
  { businessDay, number, priority, issuedAt }: CommandOf<'ticket.handIn'>,
  signature: string | undefined,
  actor: Actor,
  devices: Devices | undefined,
): Refusal | undefined {
  const hallId = stream.slice('hall:'.length)
  const deviceId = actor.kind === 'device' ? actor.deviceId : ''
  const ticket = { hallId, deviceId, ticketId: ticketIdOf(businessDay, number), priority, issuedAt }
  const isGood = signature !== undefined && isSignedBy(devices, ticket, signature)
  return isGood ? undefined : refuse('ticket.signature-wrong', number)
}
