import type { Shape } from '../fill.ts'
import type { zh } from './zh-CN.ts'

export const en: Shape<typeof zh> = {
  priority: {
    none: 'No priority',
    soldier: 'Soldier',
    elder: 'Elderly',
    disabled: 'Disabled',
    appointment: 'Appointment',
  },
  status: {
    waiting: 'Waiting',
    called: 'Called',
    serving: 'Being served',
    held: 'On hold',
    noShow: 'Missed',
    completed: 'Completed',
    cancelled: 'Cancelled',
    expired: 'Expired',
  },
}
