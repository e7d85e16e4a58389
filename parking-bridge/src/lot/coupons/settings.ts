/** A car park at a coupon platform. */
export interface CouponSettings {
  url: string
  /** `park_uuid`: the car park there. */
  park: string
  appId: string
  /** Signs what we ask and what they push. */
  secret: string
  /** Where their pushes arrive: this machine alone, behind whatever ends TLS. */
  listen: { host: string; port: number }
  /** What this platform can do; nothing that is not said is relied on. */
  can: { grantSerial: boolean; sync: boolean }
  /** What the car park has agreed for our coupons, sent with each. */
  fields: Readonly<Record<string, string>>
}

const CAN = ['grantSerial', 'sync'] as const
export const COUPON_FIELDS: readonly string[] = [
  'store_code',
  'store_name',
  'coupon_code',
  'coupon_name',
  'coupon_rule',
  'reason',
]
const LISTEN = /^(127\.0\.0\.1|\[::1\]):(\d{1,5})$/
const PORT_MAX = 65_535

/** `127.0.0.1:8095`. @returns undefined for another machine's address: pushes hold plates, and this door has no TLS. */
export function listenIn(text: string): CouponSettings['listen'] | undefined {
  const [, host, port] = LISTEN.exec(text) ?? []
  if (host === undefined || Number(port) > PORT_MAX) return undefined
  return { host: host === '[::1]' ? '::1' : host, port: Number(port) }
}

/** `grantSerial,sync`. @returns undefined for what no platform of this profile can do */
export function canIn(text: string): CouponSettings['can'] | undefined {
  const said = text.split(',').map(each => each.trim())
  if (!said.every(each => CAN.some(word => word === each))) return undefined
  return { grantSerial: said.includes('grantSerial'), sync: said.includes('sync') }
}

/** JSON. @returns undefined for a field that is ours to fill, or a value that is no text */
export function couponFieldsIn(text: string): CouponSettings['fields'] | undefined {
  try {
    const fields = Object.entries(JSON.parse(text) as object)
    return fields.every(([name, value]) => COUPON_FIELDS.includes(name) && typeof value === 'string')
      ? Object.fromEntries(fields)
      : undefined
  } catch {
    return undefined
  }
}
