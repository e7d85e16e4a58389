import type { Wish } from '../flow/floor.ts'

const always = [0, 1, 2, 3, 4, 5, 6].map(weekday => ({ weekday, from: '00:00', to: '23:59' }))

/** A hall is set up after its beginning; nothing of it is in the way of the days that follow. */
export const setUpWishes: readonly Wish[] = [
  { type: 'hall.describe', name: '市民中心', nameEn: 'Citizens’ Centre', complaintPhone: '12388' },
  { type: 'hall.setService', service: { code: 'visa', prefix: 'V', zh: '签证', en: 'Visa', typicalMinutes: 8 } },
  {
    type: 'hall.setService',
    service: { code: 'visa', prefix: 'V', zh: '签证', en: 'Visa', typicalMinutes: 8, itemCode: '370600-0012' },
  },
  { type: 'hall.setCounter', counter: { counterId: '9', label: '9', profile: ['visa'] } },
  { type: 'hall.setWaitLimit', waitLimitMinutes: 20 },
  { type: 'hall.setRealName', realName: 'optional', readerUrl: 'http://127.0.0.1:8777/card' },
  { type: 'ticket.take', serviceCode: 'visa', priority: 'none', person: `#${'p'.repeat(22)}` },
  { type: 'hall.setHours', hours: { weekly: always, keepsHolidays: false, days: [{ day: '2027-10-01' }] } },
]
