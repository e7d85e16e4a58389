import { type AddressSpace, DataType, StatusCodes, type UAObject, type UAVariable } from 'node-opcua'
import type { Clock } from '../clock.ts'
import { type Alarm, type Alarms, HEALTH } from '../world/alarms.ts'

/**
 * One condition for each thing that can be wrong (OPC 10000-9, OffNormalAlarmType), at the lane or the gate it concerns.
 * What is over needs nobody's acknowledgement: there is nobody at this gate.
 */
export function addAlarms(space: AddressSpace, gate: UAObject, alarms: Alarms, clock: Clock): void {
  // Binds ConditionRefresh, by which a client that comes later learns what is active.
  space.installAlarmsAndConditionsService()
  // A source of events is one by exactly this reference; HasNotifier, a subtype of it, is not counted.
  space.rootFolder.objects.server.addReference({ referenceType: 'HasEventSource', nodeId: gate.nodeId })
  const conditions = new Map(alarms.all.map(alarm => [alarm, conditionOf(space, gate, alarm)]))
  const health = gate.getChildByName('DeviceHealth') as UAVariable
  const show = () => health.setValueFromSource({ dataType: DataType.Int32, value: HEALTH[alarms.health()] })
  const tell = (alarm: Alarm) => {
    tellOf(conditions.get(alarm)!, alarm, new Date(clock()))
    show()
  }
  for (const alarm of alarms.all) if (alarm.active) tell(alarm)
  show()
  alarms.onChange(tell)
}

type Condition = ReturnType<typeof conditionOf>

function conditionOf(space: AddressSpace, gate: UAObject, { name, laneId }: Alarm) {
  const source = laneId === undefined ? gate : (gate.getComponentByName(laneId) as UAObject)
  const own = space.getOwnNamespace()
  const input = (what: string) =>
    own.addVariable({
      browseName: `${name}${what}`,
      componentOf: source,
      dataType: DataType.Boolean,
      value: { dataType: DataType.Boolean, value: false },
    })
  const condition = own.instantiateOffNormalAlarm({
    browseName: name,
    conditionName: name,
    componentOf: source,
    conditionSource: source,
    inputNode: input('Input'),
    normalState: input('Normal'),
  })
  // The library takes the browse name with the index of its namespace, which says nothing to a person.
  condition.sourceName.setValueFromSource({ dataType: DataType.String, value: source.browseName.name })
  return condition
}

function tellOf(condition: Condition, { active, severity, text }: Alarm, time: Date): void {
  const branch = condition.currentBranch()
  branch.setRetain(active)
  branch.setActiveState(active)
  condition.activeState.transitionTime?.setValueFromSource({ dataType: DataType.DateTime, value: time })
  branch.setAckedState(true)
  condition.raiseNewCondition({
    ...{ message: active ? text : 'back to normal', severity, quality: StatusCodes.Good, retain: active, time },
  })
}
