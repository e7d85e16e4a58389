import type { CommandOf } from '@pingting/contract'
import { ratingText } from '@pingting/contract/words/devices'
import { instantOf } from '@pingting/contract/words/time'
import { findKey, signWith } from '../../hub/device-keys.ts'
import { newId } from '../../hub/http.ts'
import { nowMs } from '../../hub/store.ts'
import type { SignedRating } from './delivery.ts'

type Given = Omit<CommandOf<'evaluation.submit'>, 'commandId' | 'givenAt' | 'signature' | 'opener'>

/**
 * What a visitor has just given, as the hub will hear of it however late: with an id of its own, the time by the hub's
 * clock, and the signature of this device over all of it.
 * @returns nothing where the device has no key any more; it is then no device of the hall
 */
export async function signedRating(deviceId: string, stream: string, given: Given): Promise<SignedRating | undefined> {
  const key = await findKey(deviceId)
  if (key === undefined) return undefined
  const command = { ...given, commandId: newId(), givenAt: instantOf(nowMs()) }
  return { ...command, signature: await signWith(key, ratingText(stream, command)) }
}
