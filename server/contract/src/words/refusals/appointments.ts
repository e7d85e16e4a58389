/** Refusals about appointments; laid into the one table of refusals. */
export const appointmentRefusals = {
  'appointment.not-offered': {
    status: 404,
    zh: '这项业务暂不接受预约，请到大厅取号。',
    en: 'This service takes no appointments; please take a ticket in the hall.',
  },
  'appointment.no-slot': { status: 404, zh: '没有这个预约时段。', en: 'There is no such slot.' },
  'appointment.day-closed': {
    status: 409,
    zh: '这一天大厅不办公，请另选一天。',
    en: 'The hall is closed on this day. Please choose another.',
  },
  'appointment.slot-past': {
    status: 409,
    zh: '这个时段已经开始，请选择后面的时段。',
    en: 'This slot has begun already. Please choose a later one.',
  },
  'appointment.full': {
    status: 409,
    zh: '这个时段已约满，请另选时段。',
    en: 'This slot is full. Please choose another.',
  },
  'appointment.unknown': {
    status: 404,
    zh: '没有这个预约：预约码不对，或预约已取消、已过期。',
    en: 'There is no such appointment: the code is wrong, or it was cancelled or is long past.',
  },
  'appointment.too-early': {
    status: 409,
    zh: '还没到签到时间，请在预约时段开始前30分钟内签到。',
    en: 'It is too early to check in: this is possible from 30 minutes before your slot.',
  },
  'appointment.missed': {
    status: 409,
    zh: '已超过签到时间，预约已作废，请现场取号。',
    en: 'The time to check in has passed and the appointment is void. Please take a ticket here.',
  },
  'appointment.checked-in': {
    status: 409,
    zh: '这个预约已经签到取号。',
    en: 'This appointment was checked in already.',
  },
  'appointment.same-slot': {
    status: 409,
    zh: '您的预约就在这个时段。',
    en: 'Your appointment is in this very slot.',
  },
  'appointment.moved-enough': {
    status: 409,
    zh: '这个预约已改期三次，不能再改；可以取消后重新预约。',
    en: 'This appointment was moved three times already. You can cancel it and book anew.',
  },
  'appointment.not-due': {
    status: 409,
    zh: '这个预约还可以签到。',
    en: 'This appointment can still be checked in.',
  },
} as const
