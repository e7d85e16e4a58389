export const zh = {
  channel: { tablet: '窗口评价器', kiosk: '自助机', phone: '手机', qr: '扫码' },
} as const
