import type { Level } from '../levels.ts'
import type { DeviceHealth } from '../parking/alarms.ts'
import type { Told } from '../slips/told.ts'
import type { Instant } from '../time.ts'
import type { HallFrame, WaitError } from './figures.ts'

/** What a hall may call too long a wait (ME36): edges of the waits' histogram, so that first calls are counted by them. */
export const WAIT_LIMITS_MINUTES = [5, 10, 15, 20, 30, 45, 60, 90] as const
export type WaitLimitMinutes = (typeof WAIT_LIMITS_MINUTES)[number]

/** A wait longer than this is one too long where the hall has said nothing else. */
export const WAIT_LIMIT_MINUTES: WaitLimitMinutes = 30

/** With fewer ratings a counter has no rank: a share of four says more of chance than of service (ME35). */
export const RANKED_FROM = 5

/** Cases that managers are shown, the newest. */
export const CASES_MAX = 500

/** Of what a wall lists it shows so many rows, and the tally of all. */
export const WALL_ROWS = 6

/** What the office of a hall is told beside its floor; for managers, so levels are exact. */
export interface OfficeFrame {
  kind: 'office'
  today: HallFrame
  /** By service: what somebody who came now would be told, and how wrong that was today. */
  outlooks: Record<string, ServiceOutlook>
  /** Active ratings of today; a counter that nobody rated is not in it. */
  byCounter: Record<string, Record<Level, number>>
  /** Calls nobody came to. */
  missedTally: number
  cases: CasesInTime & { openTally: number; overdueTally: number }
}

/** 按期整改率, as its two parts: of the cases whose time was over or that were closed within 14 days, those replied to in time. */
export interface CasesInTime {
  dueTally: number
  inTimeTally: number
}

export interface ServiceOutlook extends Partial<Omit<Told, 'aheadTally'>> {
  error?: WaitError
}

export interface CounterRank {
  counterId: string
  /** At least `RANKED_FROM`. */
  ratings: number
  /** 主动评价好评率, 0 to 1. */
  activeGood: number
}

/** What hangs on a manager's wall: no name, no plate, no visitor's word, and no level of one rating. */
export interface WallFrame {
  kind: 'wall'
  waitingTally: number
  servingTally: number
  completedTally: number
  countersOpenTally: number
  oldestWaitingSince?: Instant
  /** Of each counter its ratings in whole batches. */
  ranking: CounterRank[]
  lateWaits: { tally: number; rows: WaitingRow[] }
  /** `tally`: calls nobody came to, today; the rows: who has not come since, the latest first. */
  missed: { tally: number; rows: MissedRow[] }
  /** Cases whose time runs, the first to end on top. */
  cases: CasesInTime & { tally: number; overdueTally: number; rows: WallCase[] }
  devices: DeviceRow[]
  gates: GateRow[]
}

/** Who waits too long, the longest first. */
export interface WaitingRow {
  number: string
  serviceCode: string
  since: Instant
}

export interface MissedRow {
  number: string
  serviceCode: string
  counterId?: string
}

/** A bad rating that waits to be put right. */
export interface WallCase {
  caseId: string
  counterId: string
  serviceCode: string
  caseClass: 'conduct' | 'sector'
  dueAt: Instant
}

export interface DeviceRow {
  deviceId: string
  kind: string
  counterId?: string
  /** Whether its socket is open; absent where several hubs serve, of which each knows its own sockets only. */
  online?: boolean
}

export interface GateRow {
  lotId: string
  name: string
  nameEn: string
  usable: boolean
  health?: DeviceHealth
  alarmTally: number
}
