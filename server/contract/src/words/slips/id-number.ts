import { type BusinessDay, instantOf } from '../time.ts'

/** What is wrong with the number of an identity card: its form, the day of birth in it, or its last sign. */
export type IdNumberFlaw = 'form' | 'birthDate' | 'checkSign'

const FORM = /^\d{6}(\d{4})(\d{2})(\d{2})\d{3}[\dX]$/
/** Weights of the first seventeen digits, 2 to the power of the place, mod 11. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const SIGNS = '10X98765432'
const EARLIEST = '1900-01-01'

/**
 * 公民身份号码 as GB 11643-1999 has it: six digits of the region, the day of birth, three of the order, and a check sign
 * by ISO 7064 MOD 11-2, `X` in capitals.
 * @param today nobody is born after it
 */
export function flawOfIdNumber(text: string, today: BusinessDay): IdNumberFlaw | undefined {
  const found = FORM.exec(text)
  if (found === null) return 'form'
  const born = `${found[1]}-${found[2]}-${found[3]}`
  if (!isDay(born) || born < EARLIEST || born > today) return 'birthDate'
  const sum = WEIGHTS.reduce((so, weight, place) => so + weight * Number(text[place]), 0)
  return SIGNS[sum % 11] === text[17] ? undefined : 'checkSign'
}

/** A day of the calendar: 30 February rolls over, and is none. */
function isDay(text: string): boolean {
  const ms = Date.parse(`${text}T00:00:00.000Z`)
  return !Number.isNaN(ms) && instantOf(ms).startsWith(text)
}
