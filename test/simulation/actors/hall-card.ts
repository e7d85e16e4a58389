import type { Actor, HallCard, LotCard } from '@pingting/contract'
import { HALL_ID, LOT_ID } from '../doubles/site.ts'

const COUNTERS_MAX = 5
const SERVICES = ['tax', 'id', 'car'] as const

export const counterIdsOf = (tally: number): string[] =>
  Array.from({ length: Math.min(tally, COUNTERS_MAX) }, (_, index) => `C${index + 1}`)

export const hallCard = (counterTally: number): HallCard => ({
  ...{ hallId: HALL_ID, hallNumber: 1, name: '市民中心', nameEn: 'Civic Centre', region: '370600' },
  complaintPhone: '12345',
  services: [
    { code: 'tax', prefix: 'A', zh: '税务', en: 'Tax', typicalMinutes: 2 },
    { code: 'id', prefix: 'B', zh: '身份证', en: 'Identity card', typicalMinutes: 1 },
    { code: 'car', prefix: 'C', zh: '车驾管', en: 'Vehicles', typicalMinutes: 2 },
  ],
  counters: counterIdsOf(counterTally).map((counterId, index) => ({
    ...{ counterId, label: counterId },
    // Every service stands in every profile, each time in another order.
    profile: SERVICES.map((_, place) => SERVICES[(place + index) % SERVICES.length]!),
  })),
  lotIds: [LOT_ID],
  policy: {
    ...{ version: 'p1', freeMinutes: 120, stackRule: 'max', perPlatePerDay: 1 },
    ...{ minServiceSeconds: 20, minFormSeconds: 2 },
  },
})

export const LOT_CARD: LotCard = {
  ...{ lotId: LOT_ID, name: '东区', nameEn: 'East', spaces: 200, hallIds: [HALL_ID] },
}

export const SEED: Actor = { kind: 'system', part: 'seed' }
const staff = (staffId: string, role: 'clerk' | 'operator' | 'manager', hallId = HALL_ID): Actor => ({
  ...{ kind: 'staff', staffId, name: staffId, role, hallIds: [hallId], lotIds: [LOT_ID] },
})
export const clerkOf = (counterId: string): Actor => staff(`clerk-${counterId}`, 'clerk')
export const operator = (name: string): Actor => staff(name, 'operator')
/** Who looks at appointments before they get their head start. */
export const RECEPTION: Actor = staff('reception', 'manager')
/** Somebody of another hall. */
export const STRANGER: Actor = staff('stranger', 'clerk', 'h2')
export const KIOSK: Actor = { kind: 'device', deviceId: 'kiosk-1', device: 'kiosk', hallId: HALL_ID }
export const tabletOf = (counterId: string): Actor => ({
  ...{ kind: 'device', deviceId: `tablet-${counterId}`, device: 'tablet', hallId: HALL_ID, counterId },
})
export const citizenOf = (ticketId: string): Actor => ({ kind: 'citizen', hallId: HALL_ID, ticketId })
