import { z } from 'zod'
import { LEVELS } from './words/levels.ts'
import { parsePlate, parseVehicle } from './words/plates.ts'

/** The small words every schema is made of. Ids are short, printable, and safe in a path, a log line and a query. */
const idText = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/)

export const HallId = idText
export const LotId = idText
export const RegionCode = z.string().regex(/^\d{6}$/)
export const CounterId = idText
export const StaffId = idText
export const DeviceId = idText
export const LaneId = idText
export const StayId = idText
export const GateTxnId = idText
/** `yyyymmdd-A001`: business day and number, unique in its hall. */
export const TicketId = z.string().regex(/^\d{8}-[A-Z]\d{3,4}$/)
export const ServiceCode = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/)
export const Uuid = z.uuid()
export const CommandId = z.uuid()
export const At = z.iso.datetime({ precision: 3 })
export const Day = z.iso.date()
export const LevelNumber = z.literal(LEVELS)
export const FenAmount = z.int().brand<'Fen'>()
export const GateSeq = z.int().min(0)

/** Marks what belongs to a person: the journal encrypts it, and a fold may later meet `ERASED` in its place. */
export const personal = <S extends z.ZodType>(schema: S): S => schema.meta({ personal: true }) as S

/**
 * What opens a ticket, sent along by a device that is not its owner's: the code of its slip, or its token. It is a
 * credential: the hub takes it off before the command is hashed, decided or written.
 */
export const Opener = z.string().min(1).max(120)

/**
 * Who takes a ticket: the number of his identity card as a reader gives it. At the door the hub puts its keyed hash in
 * its place, `#` and 22 signs; nothing behind the door, and no other hub, is ever told the number.
 */
export const PersonText = z.string().regex(/^(?:\d{17}[\dX]|#[A-Za-z0-9+/]{22})$/)

/** Ed25519, 64 bytes in base64url. */
export const Signature = z.string().regex(/^[A-Za-z0-9_-]{86}$/)

/** Names one car inside to whom it was shown, for five minutes. */
export const CarChoice = z.string().min(1).max(600)

/** A plate as a client sends it; refused with the code of the plate reject list when it is none. */
export const PlateText = z
  .string()
  .max(32)
  .refine(text => parsePlate(text) !== undefined, { params: { refusal: 'plate.malformed' } })

/** The same of a car that may have no plate: then `#` and the number on its slip. */
export const VehicleText = z
  .string()
  .max(32)
  .refine(text => parseVehicle(text) !== undefined, { params: { refusal: 'plate.malformed' } })

/** Printable text in NFC: no control and no zero-width characters, which hide words from a reader. */
export const CitizenText = z
  .string()
  .trim()
  .max(500)
  .refine(text => !/[\p{Cc}\p{Cf}\p{Co}]/u.test(text.replace(/\n/g, '')))
  .transform(text => text.normalize('NFC'))

/** A few sentences of one of the staff, written down for good. */
export const StaffText = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .refine(text => !/[\p{Cc}\p{Cf}\p{Co}]/u.test(text.replace(/\n/g, '')))

export const PriorityClass = z.enum(['none', 'soldier', 'elder', 'disabled', 'appointment'])
export type PriorityClass = z.infer<typeof PriorityClass>
export const Channel = z.enum(['tablet', 'kiosk', 'phone', 'qr'])
export type Channel = z.infer<typeof Channel>
export const CarClass = z.enum(['casual', 'monthCard', 'staff', 'vip'])
export type CarClass = z.infer<typeof CarClass>
export const DeviceKind = z.enum(['board', 'wall', 'kiosk', 'tablet', 'booth'])
export type DeviceKind = z.infer<typeof DeviceKind>
export const StaffRole = z.enum(['clerk', 'manager', 'operator', 'admin'])
export type StaffRole = z.infer<typeof StaffRole>

export const event = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), v: z.literal(1), at: At, ...shape })
export const command = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), commandId: CommandId, ...shape })
