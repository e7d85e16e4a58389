import type { Shape } from '../fill.ts'
import type { zh } from './zh-CN.ts'

export const en: Shape<typeof zh> = {
  channel: { tablet: 'Counter tablet', kiosk: 'Kiosk', phone: 'Phone', qr: 'QR code' },
}
