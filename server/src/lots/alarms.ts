import type { AlarmRow, CommandOf, DeviceHealth, Event, EventOf, GateAlarm, Instant, LotHead } from '@pingting/contract'

/** How the devices of the gate are, as they last told it. */
export interface HealthState {
  /** Active ones, by their condition. */
  alarms: Map<string, AlarmRow>
  /** Absent where the gate tells none. */
  deviceHealth?: DeviceHealth
}

export const emptyHealth = (): HealthState => ({ alarms: new Map() })

/** All that is active is told each time, so whatever is known and not told is over; told again is nothing. */
export function recordHealth(
  { alarms, deviceHealth }: CommandOf<'lot.recordHealth'>,
  known: HealthState,
  at: Instant,
): Event[] {
  const told = new Map(alarms.map(alarm => [alarm.conditionId, alarm]))
  const over = [...known.alarms.keys()].filter(conditionId => !told.has(conditionId))
  const news = [...told.values()].filter(alarm => !isSame(alarm, known.alarms.get(alarm.conditionId)))
  return [
    ...over.map((conditionId): Event => ({ type: 'lot.alarmCleared', v: 1, at, conditionId })),
    ...news.map((alarm): Event => ({ type: 'lot.alarmRaised', v: 1, at, ...alarm })),
    ...(deviceHealth === known.deviceHealth ? [] : [healthChanged(deviceHealth, at)]),
  ]
}

const isSame = (one: GateAlarm, other: AlarmRow | undefined): boolean =>
  other !== undefined &&
  (['name', 'source', 'severity', 'text', 'activeSince'] as const).every(field => one[field] === other[field])

const healthChanged = (deviceHealth: DeviceHealth | undefined, at: Instant): Event => ({
  ...{ type: 'lot.deviceHealthChanged', v: 1, at },
  ...(deviceHealth === undefined ? {} : { deviceHealth }),
})

type Holder = { health: HealthState }

export const alarmFolds = {
  'lot.alarmRaised': ({ health }: Holder, { type: _type, v: _v, at: _at, ...alarm }: EventOf<'lot.alarmRaised'>) => {
    health.alarms.set(alarm.conditionId, alarm)
  },
  'lot.alarmCleared': ({ health }: Holder, { conditionId }: EventOf<'lot.alarmCleared'>) => {
    health.alarms.delete(conditionId)
  },
  'lot.deviceHealthChanged': ({ health }: Holder, { deviceHealth }: EventOf<'lot.deviceHealthChanged'>) => {
    if (deviceHealth === undefined) delete health.deviceHealth
    else health.deviceHealth = deviceHealth
  },
}

export const healthHead = ({ alarms, deviceHealth }: HealthState): Pick<LotHead, 'alarms' | 'deviceHealth'> => ({
  ...(alarms.size === 0 ? {} : { alarms: Object.fromEntries(alarms) }),
  ...(deviceHealth === undefined ? {} : { deviceHealth }),
})
