import type { Log, Time } from '../ports.ts'
import { MethodsLot } from './methods/methods-lot.ts'
import { methodsModel } from './methods/model.ts'
import { SHAPES } from './methods/nodes.ts'
import type { LinkSettings } from './opcua/link.ts'
import type { GatePlace } from './opcua/places/nodes.ts'
import { type GateSurvey, type Session, surveyGate } from './opcua/survey-gate.ts'
import type { Lot } from './port.ts'
import { PROFILES, type ProfileName } from './profiles.ts'
import { registersModel } from './registers/model.ts'
import { WRITTEN } from './registers/nodes.ts'
import { RegistersLot } from './registers/registers-lot.ts'

/** A gate by its profile and its place. */
export interface GateKind extends GatePlace {
  profile: ProfileName
}

export const lotOf = (gate: GateKind, settings: LinkSettings, time: Time, log: Log): Lot =>
  gate.profile === 'registers' ? new RegistersLot(settings, gate, time, log) : new MethodsLot(settings, gate, time, log)

/** Looks at a gate as a bridge of its profile would. */
export function surveyOfGate(session: Session, gate: GateKind, nowMs: () => number, log: Log): Promise<GateSurvey> {
  const names = PROFILES[gate.profile]
  return gate.profile === 'registers'
    ? surveyGate(session, { names, shapes: {}, written: WRITTEN, model: registersModel(gate, log) }, gate, nowMs)
    : surveyGate(session, { names, shapes: SHAPES, written: {}, model: methodsModel(gate, log) }, gate, nowMs)
}
