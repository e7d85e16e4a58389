import {
  ALARM_NAME_MAX,
  ALARM_TEXT_MAX,
  ALARMS_MAX,
  DEVICE_HEALTHS,
  type DeviceHealth,
  type GateAlarm,
  type Instant,
  instantOf,
  maskPlatesIn,
} from '@pingting/contract'

/** What an event of a condition says (OPC 10000-9), as a server sent it: any of it may be missing or no text at all. */
export interface ConditionTold {
  /** Absent of an event that is of no condition. */
  conditionId?: string | undefined
  /** Of a former state that nobody has acknowledged; absent of the present one. */
  branchId?: string | undefined
  name: unknown
  source: unknown
  severity: unknown
  text: unknown
  /** ActiveState/Id; absent of a condition that is no alarm, and of one that is disabled. */
  active: unknown
  /** When it became so, in ms of Unix time. */
  since: unknown
  /** When the event was raised, in the same. */
  time: unknown
}

type Active = ReadonlyMap<string, GateAlarm>

/** What is active after an event. Former states concern who acknowledges, which nobody does from here. */
export function afterTold(active: Active, told: ConditionTold): Active {
  const { conditionId, branchId } = told
  if (conditionId === undefined || branchId !== undefined) return active
  const others = [...active].filter(([id]) => id !== conditionId)
  return new Map(told.active === true ? [...others, [conditionId, alarmOf(conditionId, told)]] : others)
}

/** The gravest first, and of these the oldest. */
export const gravest = (active: Active): GateAlarm[] =>
  [...active.values()]
    .sort((a, b) => b.severity - a.severity || (a.activeSince < b.activeSince ? -1 : 1))
    .slice(0, ALARMS_MAX)

/** By the numbers of OPC 10000-100; one it does not have is none. */
export const healthOf = (value: unknown): DeviceHealth | undefined => DEVICE_HEALTHS[value as number]

const SEVERITY_MAX = 1000

function alarmOf(conditionId: string, { name, source, severity, text, since, time }: ConditionTold): GateAlarm {
  const at = clean(source, ALARM_NAME_MAX)
  return {
    conditionId,
    name: clean(name, ALARM_NAME_MAX) || UNNAMED,
    ...(at === '' ? {} : { source: at }),
    severity: Math.min(SEVERITY_MAX, Math.max(1, Math.round(Number(severity)) || 1)),
    text: clean(text, ALARM_TEXT_MAX),
    activeSince: instant(since) ?? instant(time) ?? EPOCH,
  }
}

const UNNAMED = 'Alarm'
/** A server that does not even say when. */
const EPOCH = instantOf(0)

/** One line, nothing invisible in it, plates masked, and no longer than it may be in UTF-16. */
function clean(text: unknown, max: number): string {
  if (typeof text !== 'string') return ''
  const line = maskPlatesIn(
    text
      .normalize('NFC')
      .replace(/[\p{C}\s]+/gu, ' ')
      .trim(),
  )
  return line.slice(0, max).replace(/[\uD800-\uDBFF]$/, '')
}

/** The last day of 9999, by which OPC UA says "always"; 1601 says "never". */
const ALWAYS_MS = 253_402_214_400_000

function instant(ms: unknown): Instant | undefined {
  return typeof ms === 'number' && ms > 0 && ms < ALWAYS_MS ? instantOf(ms) : undefined
}
