import type { AlarmRow } from '@pingting/contract/words/parking/alarms'

export type Grade = 'high' | 'medium' | 'low'

/** Thirds of the scale of OPC UA, 1 to 1000. */
export function gradeOf(severity: number): Grade {
  if (severity > 666) return 'high'
  return severity > 333 ? 'medium' : 'low'
}

/** The gravest first, of these the latest. */
export const alarmRows = (alarms: Readonly<Record<string, AlarmRow>> = {}): AlarmRow[] =>
  Object.values(alarms).sort((a, b) => b.severity - a.severity || (a.activeSince < b.activeSince ? 1 : -1))
