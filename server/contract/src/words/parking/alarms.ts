import type { Instant } from '../time.ts'

/** How a device says it is, as NAMUR NE 107 and OPC 10000-100 (DeviceHealthEnumeration) have it, by their numbers. */
export const DEVICE_HEALTHS = ['normal', 'failure', 'checkFunction', 'offSpec', 'maintenanceRequired'] as const
export type DeviceHealth = (typeof DEVICE_HEALTHS)[number]

/** The gravest of them: as many as a message to the hub holds, and as a person takes in. */
export const ALARMS_MAX = 20
export const ALARM_NAME_MAX = 40
export const ALARM_TEXT_MAX = 100

/** One alarm of a gate that is active, as the gate tells it. */
export interface AlarmRow {
  /** Names the condition at the gate. */
  conditionId: string
  /** `BarrierFault` and the like, or a word of the vendor. */
  name: string
  /** The lane or device it is at. */
  source?: string | undefined
  /** OPC UA: 1, hardly worth a look, to 1000, a catastrophe. */
  severity: number
  /** In the language of the gate; plates in it are masked. */
  text: string
  /** By the clock of the gate. */
  activeSince: Instant
}
