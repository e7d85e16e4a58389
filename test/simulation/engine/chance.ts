import { type Random, randomOf } from '../../../server/living-hall/demo/random.ts'

export type { Random } from '../../../server/living-hall/demo/random.ts'

/** A stream of chance of its own for each purpose: fewer faults, and the day that is played stays the same. */
export function chanceFor(seed: number, purpose: string): Random {
  let mixed = seed >>> 0
  for (const letter of purpose) mixed = Math.imul(mixed ^ letter.charCodeAt(0), 0x01000193) >>> 0
  const random = randomOf(mixed)
  // The first numbers of neighbouring seeds are alike; a few steps on they are not.
  for (let skipped = 0; skipped < 4; skipped++) random.next()
  return random
}

const HEX = '0123456789abcdef'

/** A UUID of version 4, made of this stream of chance. */
export function uuidOf(random: Random): string {
  const digits = Array.from({ length: 32 }, () => HEX[Math.floor(random.next() * 16)]!)
  digits[12] = '4'
  digits[16] = HEX[8 + Math.floor(random.next() * 4)]!
  const text = digits.join('')
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-')
}
