import { createHash } from 'node:crypto'
import type { Actor, HallCard } from '@pingting/contract'

export const LOT = 'east'
export const DAY = '2026-11-23'
export const NINE = '2026-11-23T01:00:00.000Z'
export const SYSTEM: Actor = { kind: 'system', part: 'reaction' }
export const BRIDGE: Actor = { kind: 'bridge', lotIds: [LOT] }
export const tablet = (counterId: string): Actor => ({
  ...{ kind: 'device', deviceId: `tablet-${counterId}`, device: 'tablet', hallId: 'h1', counterId },
})
export const KIOSK: Actor = { kind: 'device', deviceId: 'kiosk-1', device: 'kiosk', hallId: 'h1' }
export const citizen = (ticketId: string): Actor => ({ kind: 'citizen', hallId: 'h1', ticketId })
export const staff = (staffId: string, role: 'clerk' | 'manager' | 'operator' | 'admin' = 'clerk'): Actor => ({
  ...{ kind: 'staff', staffId, name: staffId, role, hallIds: ['h1'], lotIds: [LOT] },
})

export const card = (policy: Partial<HallCard['policy']> = {}): HallCard => ({
  ...{
    hallId: 'h1',
    hallNumber: 1,
    name: '市民中心',
    nameEn: 'Civic Centre',
    region: '370600',
    complaintPhone: '12345',
  },
  services: [
    { code: 'tax', prefix: 'A', zh: '税务', en: 'Tax', typicalMinutes: 10 },
    { code: 'id', prefix: 'B', zh: '身份证', en: 'Identity card', typicalMinutes: 5 },
  ],
  counters: [
    { counterId: '1', label: '1', profile: ['tax'] },
    { counterId: '2', label: '2', profile: ['id', 'tax'] },
  ],
  lotIds: [LOT],
  policy: {
    ...{
      version: 'p1',
      freeMinutes: 120,
      stackRule: 'max',
      perPlatePerDay: 1,
      minServiceSeconds: 20,
      minFormSeconds: 2,
    },
    ...policy,
  },
})

export const fakeId = (name: string): string => {
  const hex = createHash('sha256').update(name).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
