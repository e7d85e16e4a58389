import { createHmac, createSecretKey } from 'node:crypto'
import { crockford, plainCode } from '../tokens.ts'

/**
 * What a citizen keeps of his appointment: eight Crockford characters and a check, like the code on a slip. Made of the
 * id of the command that booked it, so that a repeat tells the same code, and so that it need be written nowhere: the
 * journal has a keyed hash of it.
 */
export interface BookingCodes {
  codeOf(hallId: string, commandId: string): string
  /** @param typed the code as somebody typed it */
  hashOf(hallId: string, typed: string): string
}

export function openBookingCodes(key: Buffer): BookingCodes {
  const secret = createSecretKey(key)
  const mac = (...words: string[]) => createHmac('sha256', secret).update(words.join('|'))
  return {
    codeOf: (hallId, commandId) => crockford(mac('code', hallId, commandId.toLowerCase()).digest()),
    hashOf: (hallId, typed) => mac('hash', hallId, plainCode(typed)).digest('hex'),
  }
}
