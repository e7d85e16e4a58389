import * as lot from './bridge/lot.ts'
import * as ledger from './gate/ledger.ts'
import * as journal from './hub/journal.ts'
import * as other from './hub/other.ts'
import type { Plant } from './plant.ts'
import * as endings from './rules/endings.ts'
import * as floor from './rules/floor.ts'
import * as parking from './rules/parking.ts'
import * as reasons from './rules/reasons.ts'

/** Every bug that is planted on purpose, by its name. */
export const plants: ReadonlyMap<string, Plant> = new Map(
  [journal, other, ledger, lot, parking, reasons, floor, endings]
    .flatMap(group => Object.values(group) as Plant[])
    .map(plant => [plant.name, plant]),
)
