import type { Shape } from '../fill.ts'
import type { zh } from './zh-CN.ts'

export const en: Shape<typeof zh> = {
  exemption: {
    granted: 'Awaiting the gate',
    unknown: 'Answer lost',
    frozen: 'In conflict',
    revoking: 'Being revoked',
    confirmed: 'In force',
    honoured: 'Used',
    refused: 'Refused by the gate',
    revoked: 'Revoked',
    expired: 'Expired',
    writtenOff: 'Written off',
    withheld: 'Withheld',
  },
  carClass: { casual: 'Visitor', monthCard: 'Month card', staff: 'Staff', vip: 'VIP' },
}
