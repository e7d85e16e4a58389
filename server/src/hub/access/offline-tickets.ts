import {
  type Actor,
  type CommandOf,
  type OfflineTicket,
  offlineTicketText,
  type Refusal,
  refuse,
  ticketIdOf,
} from '@pingting/contract'
import type { HallState } from '../../domain.ts'
import { signatureFits } from './device-tokens.ts'

/** Whether the kiosk it names is paired here, now, under the key that signed this. */
export function isSignedBy({ devices }: HallState['halls'], ticket: OfflineTicket, signature: string): boolean {
  const publicKey = devices.get(ticket.deviceId)?.publicKey
  return publicKey !== undefined && signatureFits(publicKey, offlineTicketText(ticket), signature)
}

/** Part of authorising, so before the rules are asked: a kiosk hands in only what it signed itself. */
export function forgeryIn(
  hallId: string,
  state: HallState | undefined,
  { businessDay, number, priority, issuedAt, signature }: CommandOf<'ticket.handIn'>,
  actor: Actor,
): Refusal | undefined {
  if (actor.kind !== 'device' || state === undefined) return undefined
  const ticket = { hallId, deviceId: actor.deviceId, ticketId: ticketIdOf(businessDay, number), priority, issuedAt }
  return isSignedBy(state.halls, ticket, signature) ? undefined : refuse('ticket.signature-wrong', number)
}
