import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { instantOf } from '@pingting/contract'
import type { OpcuaConfig } from '../config.ts'
import { Platform } from '../lot/coupons/platform.ts'
import type { CouponSettings } from '../lot/coupons/settings.ts'
import { isGood, look } from '../lot/coupons/watch.ts'
import { daysUntil } from '../lot/opcua/pki/expiry.ts'
import { daysLeftOf, fingerprintsOf, nextCertificateFileIn, type Pki } from '../lot/opcua/pki/pki.ts'
import { GateUntrusted, trustGate } from '../lot/opcua/pki/trust.ts'
import { discover, withSession } from '../lot/opcua/survey/door.ts'
import { surveyOfGate } from '../lot/open-lot.ts'
import type { Log } from '../ports.ts'
import type { PlatformSurvey } from './coupon-findings.ts'
import type { Survey } from './findings.ts'
import { knockAt } from './knock.ts'

const firstLineOf = (error: unknown): string => (error as Error).message.trim().split('\n')[0]!

/**
 * Goes as far as the gate lets it: what cannot be reached is told, and what comes behind it is left out.
 * @param nowMs business time, which the gate's clock has to keep; certificates end by the wall's
 */
export async function surveyOf(config: OpcuaConfig, pki: Pki, nowMs: () => number, log: Log): Promise<Survey> {
  const { endpointUrl, gateUser: user, gatePassword: password, gateCertificateFile } = config
  const ownDaysLeft = await daysLeftOf(pki.certificateFile, Date.now())
  const next = nextCertificateFileIn(config.dataDir)
  const waits = existsSync(next) ? { nextFingerprint: fingerprintsOf(new X509Certificate(readFileSync(next))) } : {}
  const base = { endpointUrl, ownDaysLeft, ...waits, pinned: 'none' as const }
  const { reached, shown } = await reach(endpointUrl, Date.now)
  if ('failed' in reached) return { ...base, reached }
  if (reached.best === undefined) return { ...base, reached, pinned: 'unasked' }
  const trusted = await trustGate(pki, gateCertificateFile, endpointUrl).catch((error: unknown) => {
    if (error instanceof GateUntrusted) return error
    throw error
  })
  if (trusted === undefined) return { ...base, reached }
  if (trusted instanceof GateUntrusted) return { ...base, reached, pinned: { refused: trusted.status } }
  const gateCertificate = trusted
  if (shown === undefined || !gateCertificate.equals(shown.raw)) return { ...base, reached, pinned: 'another' }
  const settings = { endpointUrl, user, password, pki, gateCertificate }
  const session = await withSession(settings, opened => surveyOfGate(opened, config, nowMs, log)).catch(
    (error: unknown) => ({ failed: firstLineOf(error) }),
  )
  return { ...base, reached, pinned: 'same', session }
}

/** What an endpoint tells whoever asks, before anybody is known there. */
export async function reach(
  endpointUrl: string,
  nowMs: () => number,
): Promise<{ reached: Survey['reached']; shown?: X509Certificate }> {
  const offer = await discover(endpointUrl).catch((error: unknown) => firstLineOf(error))
  if (typeof offer === 'string') return { reached: { failed: offer, knock: await knockAt(endpointUrl) } }
  const { certificate, ...ways } = offer
  if (certificate === undefined) return { reached: ways }
  const shown = new X509Certificate(certificate)
  const about = { fingerprint: fingerprintsOf(shown), daysLeft: daysUntil(shown.validTo, nowMs()) }
  return { reached: { ...ways, ...about }, shown }
}

/** Asks the platform one signed question that changes nothing. */
export async function surveyOfPlatform(settings: CouponSettings, nowMs: () => number): Promise<PlatformSurvey> {
  const heard = await look(new Platform(settings, () => instantOf(nowMs())))
  const clock = heard.at === undefined ? {} : { skewMs: Date.parse(heard.at) - nowMs() }
  return { url: settings.url, can: settings.can, heard, isGood: isGood(heard), ...clock }
}
