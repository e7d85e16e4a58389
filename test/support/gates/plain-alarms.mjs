import { AddressSpace } from 'node-opcua'

/** Loaded before a gate, to make it one that tells its alarms as they come and tells none again (no ConditionRefresh). */
AddressSpace.prototype.installAlarmsAndConditionsService = () => undefined
