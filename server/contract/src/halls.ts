import { z } from 'zod'
import { AppointmentTerms } from './appointments.ts'
import { ExemptionPolicy } from './policies.ts'
import {
  At,
  CounterId,
  command,
  Day,
  DeviceId,
  DeviceKind,
  event,
  HallId,
  LotId,
  RegionCode,
  ServiceCode,
  Uuid,
} from './scalars.ts'
import { WAIT_LIMITS_MINUTES } from './words/office/frames.ts'
import { HallHours } from './words/setup/hours.ts'

/** 基本编码 an..10, 实施编码 an..24 (GB/T 39046-2020), 业务办理项编码 32 signs. */
const ItemCode = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,31}$/)

/** A service item's queue: one letter, and the minutes people expect (p50), which seed the first estimates. */
export const Service = z.strictObject({
  code: ServiceCode,
  prefix: z.string().regex(/^[A-Z]$/),
  zh: z.string().max(40),
  en: z.string().max(60),
  typicalMinutes: z.number().positive(),
  /** 事项编号, as the province has it: 基本编码, 实施编码 or 办理项编码; absent where the hall has not said it. */
  itemCode: ItemCode.optional(),
  /** Absent where nobody books ahead. */
  appointments: AppointmentTerms.optional(),
})
export type Service = z.infer<typeof Service>

/** A counter's profile is ordered: what stands first is served first, the rest when it has waited long enough. */
export const Counter = z.strictObject({
  counterId: CounterId,
  label: z.string().max(8),
  profile: z.array(ServiceCode).min(1).max(12),
})
export type Counter = z.infer<typeof Counter>

export const HallCard = z.strictObject({
  hallId: HallId,
  /** Stands for the hall in the 21 bytes of a ticket token; unique in a city. */
  hallNumber: z.int().min(1).max(65535),
  name: z.string().max(60),
  nameEn: z.string().max(80),
  region: RegionCode,
  complaintPhone: z.string().max(20),
  services: z.array(Service).min(1).max(26),
  counters: z.array(Counter).min(1).max(200),
  lotIds: z.array(LotId).max(4),
  /** Version one; later ones are adopted (`policy.adopt`). */
  policy: ExemptionPolicy,
})
export type HallCard = z.infer<typeof HallCard>

/** What stands over the door and on the slip. */
const described = {
  name: z.string().trim().min(1).max(60),
  nameEn: z.string().trim().min(1).max(80),
  complaintPhone: z.string().trim().min(1).max(20),
}

/** From longer waits on managers are told. */
const WaitLimit = z.literal(WAIT_LIMITS_MINUTES)

/** Whether kiosks read identity cards. Nobody is ever asked for one who has none with him. */
const RealName = z.enum(['off', 'optional'])

/** Where a kiosk asks a card reader of its own machine; on no other, so that no page is sent elsewhere. */
const ReaderUrl = z
  .string()
  .max(120)
  .regex(/^http:\/\/(?:127\.0\.0\.1|localhost):[1-9]\d{0,4}\/[A-Za-z0-9._~/-]*$/)

const realName = { realName: RealName, readerUrl: ReaderUrl.optional() }

/** Ed25519, the 32 bytes in base64url, as a JWK has them in `x`. */
export const PublicKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

const Device = { deviceId: DeviceId, kind: DeviceKind, counterId: CounterId.optional() }

export const hallCommands = [
  command('hall.open', { hall: HallCard }),
  command('hall.closeDay', { businessDay: Day }),
  /** Said once by a restore: numbers given out since the backup are not given out twice. */
  command('hall.restore', { backupId: Uuid, backupAt: At }),
  /** Time has come to forget whom a day was about. */
  command('hall.eraseDay', { businessDay: Day }),
  command('hall.describe', described),
  /** A counter anew, or one that is there with another label or profile. */
  command('hall.setCounter', { counter: Counter }),
  /** A service anew, or one that is there under another name; its letter stays. */
  command('hall.setService', { service: Service }),
  command('hall.setHours', { hours: HallHours }),
  command('hall.setWaitLimit', { waitLimitMinutes: WaitLimit }),
  command('hall.setRealName', realName),
  command('device.invite', { ...Device, codeHash: z.string().length(64), expiresAt: At }),
  command('device.enrol', { codeHash: z.string().length(64), publicKey: PublicKey }),
  command('device.revoke', { deviceId: DeviceId }),
] as const

export const hallEvents = [
  event('hall.opened', { hall: HallCard }),
  event('hall.dayClosed', { businessDay: Day }),
  event('hall.restored', { backupId: Uuid, backupAt: At, businessDay: Day, numbersSkipped: z.int().min(1) }),
  /** The data key of this day was dropped: what it sealed reads as `erased` from then on. */
  event('hall.dayErased', { businessDay: Day }),
  event('hall.described', described),
  event('hall.counterSet', { counter: Counter }),
  event('hall.serviceSet', { service: Service }),
  event('hall.hoursSet', { hours: HallHours }),
  event('hall.waitLimitSet', { waitLimitMinutes: WaitLimit }),
  event('hall.realNameSet', realName),
  event('device.invited', { ...Device, codeHash: z.string(), expiresAt: At }),
  event('device.enrolled', {
    ...Device,
    codeHash: z.string(),
    publicKey: PublicKey.optional(),
    /** Only in early commits, when a device was known by a secret. Such a device is to be paired anew. */
    keyHash: z.string().optional(),
  }),
  event('device.revoked', { deviceId: DeviceId }),
] as const
