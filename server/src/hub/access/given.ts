import { type Actor, type Command, type Refusal, ratingText, refuse, type StreamName } from '@pingting/contract'
import type { Enrolment } from '../../halls/state.ts'
import { signatureFits } from './device-tokens.ts'

type Devices = ReadonlyMap<string, Enrolment>

/**
 * A rating that names the time it was given at is believed from the tablet alone whose key signed it: what waited on a
 * device may have been changed there, or brought by another. Without a time there is nothing to sign.
 */
export function whyNotSigned(
  name: StreamName,
  command: Command,
  signature: string | undefined,
  actor: Actor,
  devices: Devices | undefined,
): Refusal | undefined {
  if (command.type !== 'evaluation.submit') return undefined
  if (command.givenAt === undefined && signature === undefined) return undefined
  const key = actor.kind === 'device' && actor.device === 'tablet' && devices?.get(actor.deviceId)?.publicKey
  const isGood =
    command.givenAt !== undefined &&
    signature !== undefined &&
    key &&
    signatureFits(key, ratingText(name, command), signature)
  return isGood ? undefined : refuse('evaluation.signature-wrong')
}
