import { type Instant, parseEnding, parsePlate } from '@pingting/contract'
import { type LotState, plateKey, type Stay } from './state.ts'

/** A car inside whose plate is known. */
export interface CarInside {
  stayId: string
  /** Normalised; one that is no plate of ours as the gate sent it. */
  plate: string
  enteredAt: Instant
}

/** More would be a list of who is inside, and nobody finds a car in it. */
const AT_MOST = 5

/** Cars inside of these lots that can be bound and end in these 3 to 6 characters, the latest entered first. */
export function endingIn(
  lots: readonly { lotId: string; state: LotState }[],
  ending: string,
): (CarInside & { lotId: string })[] | 'tooMany' {
  const asked = parseEnding(ending)
  if (asked === undefined) return []
  const fits = (plate: string): boolean => plate.endsWith(asked) && parsePlate(plate) !== undefined
  const found = lots.flatMap(({ lotId, state }) => inside(state, fits).map(car => ({ ...car, lotId })))
  if (found.length > AT_MOST) return 'tooMany'
  return found.sort((a, b) => b.enteredAt.localeCompare(a.enteredAt))
}

/** By the index of plates, which holds neither the unread nor the erased. */
const inside = ({ byPlate, stays }: LotState, fits: (plate: string) => boolean): CarInside[] =>
  [...byPlate].flatMap(([plate, stayIds]) =>
    fits(plate) ? stayIds.flatMap(stayId => carOf(stays.get(stayId), plate) ?? []) : [],
  )

/** The car of a stay, as long as it is inside and its plate is known. */
export function carAt({ stays, byPlate }: LotState, stayId: string): CarInside | undefined {
  const stay = stays.get(stayId)
  const plate = stay?.plate === undefined ? undefined : plateKey(stay.plate)
  return plate !== undefined && byPlate.has(plate) ? carOf(stay, plate) : undefined
}

const carOf = (stay: Stay | undefined, plate: string): CarInside | undefined =>
  stay === undefined || stay.exitedAt !== undefined
    ? undefined
    : { stayId: stay.stayId, plate, enteredAt: stay.enteredAt }
