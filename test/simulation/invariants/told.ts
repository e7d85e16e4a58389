import type { Witness } from '../doubles/witness.ts'

/** What one visitor said of a service, by the names of its fields: neither who served nor who leads is told it. */
const OF_A_RATING = /"(?:level|tagCodes|text)":/
const PLATE = /鲁[A-Z]·?\d{5}/i

/** The operator, and in the room of its hall the bridge of the lot; all others see a plate masked, or not at all. */
const maySeePlates = (audience: string): boolean => audience === 'parking' || audience.startsWith('bridge:')

/** I-10, I-11: whatever a hub says to an audience is looked at as it is said, and not only what is kept of it. */
export function listenIn(witness: Witness, stream: string, audience: string, message: object): void {
  const said = JSON.stringify(message)
  if (OF_A_RATING.test(said)) witness.see(`I-10 ${stream}/${audience} was told a rating`)
  if (!maySeePlates(audience) && PLATE.test(said)) witness.see(`I-11 ${stream}/${audience} was told a whole plate`)
}
