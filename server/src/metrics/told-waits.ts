import { MINUTE_MS, type Told, type WaitError } from '@pingting/contract'

/** With fewer waits a median says more of chance than of us. */
const WAITS_MIN = 20

/** By service, ascending: how far each first call was from what its visitor was told, in business ms. */
export type ToldErrors = Map<string, number[]>

/** What one visitor was told: for which service, and the middle of the range. */
export interface ToldWait {
  serviceCode: string
  middleMs: number
}

/** @returns undefined where no minutes were told. */
export function toldWaitOf(serviceCode: string, told: Partial<Told> | undefined): ToldWait | undefined {
  const { waitMinutesFrom: from, waitMinutesTo: to } = told ?? {}
  if (from === undefined || to === undefined) return undefined
  return { serviceCode, middleMs: ((from + to) / 2) * MINUTE_MS }
}

/** Counts one wait that has ended in its first call, or takes it back; called for another service it proves nothing. */
export function countError(
  errors: ToldErrors,
  told: ToldWait | undefined,
  calledFor: string,
  waitMs: number,
  sign: 1 | -1,
): void {
  if (told === undefined || told.serviceCode !== calledFor) return
  const sorted = errors.get(calledFor) ?? []
  errors.set(calledFor, sorted)
  const errorMs = Math.abs(waitMs - told.middleMs)
  const place = sorted.findIndex(other => other >= errorMs)
  if (sign === -1) sorted.splice(place, 1)
  else sorted.splice(place < 0 ? sorted.length : place, 0, errorMs)
}

/** The median absolute error of today's waits of a service, in whole minutes; absent until twenty are known. */
export function waitError(errors: ToldErrors, serviceCode: string): WaitError | undefined {
  const sorted = errors.get(serviceCode) ?? []
  if (sorted.length < WAITS_MIN) return undefined
  const [low, high] = [sorted[(sorted.length - 1) >> 1]!, sorted[sorted.length >> 1]!]
  return { medianMinutes: Math.round((low + high) / 2 / MINUTE_MS), tally: sorted.length }
}
