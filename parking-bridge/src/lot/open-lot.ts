import type { GateConfig, OpcuaConfig } from '../config.ts'
import type { Log, Time } from '../ports.ts'
import { CouponLot } from './coupons/coupon-lot.ts'
import { MethodsLot } from './methods/methods-lot.ts'
import { methodsModel } from './methods/model.ts'
import { SHAPES } from './methods/node-map.ts'
import type { LinkSettings } from './opcua/link.ts'
import { endsSoon } from './opcua/pki/expiry.ts'
import { breakLock, daysLeftOf, openPki, takeNext } from './opcua/pki/pki.ts'
import type { GatePlace } from './opcua/places/nodes.ts'
import { type GateSurvey, type Session, surveyGate } from './opcua/survey/gate.ts'
import type { Lot } from './port.ts'
import { OPCUA_PROFILES, type OpcuaProfile } from './profiles.ts'
import { registersModel } from './registers/model.ts'
import { WRITTEN } from './registers/nodes.ts'
import { RegistersLot } from './registers/registers-lot.ts'

/** A gate by its profile and its place. */
export interface GateKind extends GatePlace {
  profile: OpcuaProfile
}

/** The gate of a lot, not connected yet, and what whoever sets it up has to know of this side. */
export interface MadeLot {
  lot: Lot
  /** The file that a controller has to trust. */
  certificate?: string
  /** Where a platform has to push to. */
  inbox?: string
  /** After the lot is closed. */
  dispose(): Promise<void>
}

/** @throws when this side cannot be made ready: no folder for the keys, no port for the pushes */
export async function makeLot(config: GateConfig, speed: number, time: Time, log: Log): Promise<MadeLot> {
  if (config.profile !== 'coupons') return makeOpcuaLot(config, speed, time, log)
  const lot = await CouponLot.create(config.coupons, speed, time, log)
  return { lot, inbox: lot.inboxUrl, dispose: () => Promise.resolve() }
}

async function makeOpcuaLot(config: OpcuaConfig, speed: number, time: Time, log: Log): Promise<MadeLot> {
  const { lotId, dataDir, endpointUrl, gateUser: user, gatePassword: password, gateCertificateFile } = config
  breakLock(dataDir)
  takeNext(dataDir)
  const pki = await openPki(dataDir, lotId)
  const daysLeft = await daysLeftOf(pki.certificateFile, Date.now())
  if (endsSoon(daysLeft)) log.warn({ daysLeft }, 'the certificate of this bridge ends soon')
  const lot = opcuaLotOf(config, { endpointUrl, user, password, gateCertificateFile, pki, speed }, time, log)
  return { lot, certificate: pki.certificateFile, dispose: () => pki.store.dispose() }
}

export const opcuaLotOf = (gate: GateKind, settings: LinkSettings, time: Time, log: Log): Lot =>
  gate.profile === 'registers' ? new RegistersLot(settings, gate, time, log) : new MethodsLot(settings, gate, time, log)

/** Looks at a gate as a bridge of its profile would. */
export function surveyOfGate(session: Session, gate: GateKind, nowMs: () => number, log: Log): Promise<GateSurvey> {
  const names = OPCUA_PROFILES[gate.profile]
  return gate.profile === 'registers'
    ? surveyGate(session, { names, shapes: {}, written: WRITTEN, model: registersModel(gate, log) }, gate, nowMs)
    : surveyGate(session, { names, shapes: SHAPES, written: {}, model: methodsModel(gate, log) }, gate, nowMs)
}
