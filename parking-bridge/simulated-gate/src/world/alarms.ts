/** What can be wrong with the devices of a gate (OffNormalAlarmType): shown as "now", never recorded. */
const OF_A_LANE = ['BarrierFault', 'LoopFault', 'CameraFault'] as const
const OF_THE_GATE = ['PaperLow', 'StoreCapacity', 'ClockSkew'] as const
export const ALARM_NAMES = [...OF_A_LANE, ...OF_THE_GATE] as const
export type AlarmName = (typeof ALARM_NAMES)[number]

/** How a device is, in the numbers of NAMUR NE 107 (OPC 10000-100, DeviceHealthEnumeration). */
export const HEALTH = { normal: 0, failure: 1, offSpec: 3, maintenanceRequired: 4 } as const
export type Health = keyof typeof HEALTH

/** OPC UA severities, 1 to 1000, what a person at the gate would read, and what it makes of the device's health. */
const ABOUT: Record<AlarmName, { severity: number; text: string; health: Exclude<Health, 'normal'> }> = {
  BarrierFault: { severity: 800, text: 'the barrier does not move', health: 'failure' },
  LoopFault: { severity: 600, text: 'the loop gives no signal', health: 'failure' },
  CameraFault: { severity: 700, text: 'the camera gives no picture', health: 'failure' },
  PaperLow: { severity: 300, text: 'paper for receipts runs low', health: 'maintenanceRequired' },
  StoreCapacity: { severity: 500, text: 'the store of exemptions is nearly full', health: 'offSpec' },
  ClockSkew: { severity: 400, text: 'the clock is not synchronised', health: 'offSpec' },
}

export interface Alarm {
  name: AlarmName
  /** Absent of what concerns the whole gate. */
  laneId?: string
  active: boolean
  severity: number
  text: string
}

/** Share of the store from which on it is told. */
const NEARLY_FULL = 0.9
const WORST_FIRST: readonly Health[] = ['failure', 'offSpec', 'maintenanceRequired']

export class Alarms {
  readonly all: readonly Alarm[]
  #listeners: ((alarm: Alarm) => void)[] = []

  constructor(laneIds: readonly string[]) {
    const alarm = (name: AlarmName, lane: { laneId?: string }): Alarm => {
      const { severity, text } = ABOUT[name]
      return { name, ...lane, active: false, severity, text }
    }
    this.all = [
      ...laneIds.flatMap(laneId => OF_A_LANE.map(name => alarm(name, { laneId }))),
      ...OF_THE_GATE.map(name => alarm(name, {})),
    ]
  }

  onChange(listener: (alarm: Alarm) => void): void {
    this.#listeners.push(listener)
  }

  /** @returns whether there is such an alarm. */
  set(name: AlarmName, laneId: string | undefined, active: boolean): boolean {
    const alarm = this.all.find(each => each.name === name && each.laneId === laneId)
    if (alarm === undefined) return false
    if (alarm.active === active) return true
    alarm.active = active
    for (const listener of this.#listeners) listener(alarm)
    return true
  }

  store({ activeCount, capacity }: { activeCount: number; capacity: number }): void {
    this.set('StoreCapacity', undefined, activeCount >= capacity * NEARLY_FULL)
  }

  health(): Health {
    const told = new Set(this.all.filter(({ active }) => active).map(({ name }) => ABOUT[name].health))
    return WORST_FIRST.find(health => told.has(health as never)) ?? 'normal'
  }
}
