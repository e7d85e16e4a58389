import type { StreamName } from '@pingting/contract'
import type { Clockwork, Part } from '../engine/clockwork.ts'
import type { Faults } from '../engine/faults.ts'
import type { Trace } from '../engine/trace.ts'
import type { Plant } from '../plants/plant.ts'
import type { Witness } from './witness.ts'

/** What every double needs: time, chance, the trace, what is watched, and the bug that is planted, if any. */
export interface Site {
  seed: number
  clock: Clockwork
  faults: Faults
  trace: Trace
  witness: Witness
  plant: Plant
  /** Everything that is no process of ours: people, cars, wires, the machines of the store. */
  world: Part
  /** Ends a process without warning. */
  kill(part: Part): void
}

export const HALL_ID = 'h1'
export const LOT_ID = 'east'
export const HALL: StreamName = `hall:${HALL_ID}`
export const LOT: StreamName = `lot:${LOT_ID}`

/** What a dead process still asks for is never answered. */
export const never = <T>(): Promise<T> => new Promise<T>(() => undefined)

/** Every road out of a process, to whomever, begins here: a dead one goes on computing, and none of it leaves. */
export const leaving = <T>(part: Part, send: () => Promise<T>): Promise<T> => (part.alive ? send() : never<T>())

/** A store or a wire that fails on purpose; any other error in a log is a bug of ours. */
export class Planned extends Error {}
