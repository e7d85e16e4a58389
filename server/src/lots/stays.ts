import { type CarClass, ERASED, type Fen, type Instant, parseVehicle } from '@pingting/contract'

/** What a lot knows of the cars that came. */
export interface Stays {
  stays: Map<string, Stay>
  /** By normalised plate, oldest first. */
  byPlate: Map<string, string[]>
}

export interface Stay {
  stayId: string
  /** As the camera read it or an attendant corrected it; absent when nobody could. */
  plate?: string
  /** Its plate waits for a person to look at it. */
  review?: { laneId: string; confidence: number; imageId?: string; misfit?: true }
  /** What the gate calls it, where a person has found another plate. */
  gatePlate?: string
  carClass: CarClass
  enteredAt: Instant
  paidAt?: Instant
  exitedAt?: Instant
  feeBeforeFen?: Fen
  feeWaivedFen?: Fen
  feeAfterFen?: Fen
  /** Exemptions the barrier did not take, and why, in the gate's words. */
  denied?: Map<string, string>
  /** The gate's last fact about this stay that bears on an entitlement. */
  lastFact: FactPlace
}

/** Names one fact of the gate for ever: its number counts within the gate's epoch. */
export interface FactPlace {
  gateEpoch: string
  gateSeq: number
  /** Since that fact a person has looked at the plate. */
  reviewed?: true
}

/** Compared normalised; what is no plate of ours is compared as the gate sent it. */
export const plateKey = (plate: string): string => parseVehicle(plate)?.normalised ?? plate

/** Under another plate it is found, and under the one before no more. */
export function rename(state: Stays, stay: Stay, plate: string): void {
  unlist(state, stay)
  stay.plate = plate
  list(state, stay)
}

export function list(state: Stays, { stayId, plate }: Stay): void {
  if (plate === undefined || plate === ERASED) return
  const key = plateKey(plate)
  const ids = state.byPlate.get(key)
  if (ids === undefined) state.byPlate.set(key, [stayId])
  else ids.push(stayId)
}

export function unlist(state: Stays, { stayId, plate }: Stay): void {
  if (plate === undefined) return
  const key = plateKey(plate)
  const left = (state.byPlate.get(key) ?? []).filter(id => id !== stayId)
  if (left.length === 0) state.byPlate.delete(key)
  else state.byPlate.set(key, left)
}

/** Of a plate the latest, over or not; but one of which nobody is sure stands back behind one that is surely inside. */
export function latestStay(state: Stays, plate: string): Stay | undefined {
  const stays = (state.byPlate.get(plateKey(plate)) ?? []).map(id => state.stays.get(id)!)
  const latest = latestOf(stays)
  return latest?.review === undefined ? latest : (latestOf(stays.filter(isSurelyInside)) ?? latest)
}

export const isSurelyInside = ({ review, exitedAt }: Stay): boolean => review === undefined && exitedAt === undefined

const latestOf = (stays: readonly Stay[]): Stay | undefined =>
  stays.reduce<Stay | undefined>(
    (latest, stay) => (latest === undefined || stay.enteredAt >= latest.enteredAt ? stay : latest),
    undefined,
  )
