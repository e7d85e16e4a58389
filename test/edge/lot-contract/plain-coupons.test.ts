import { openCouponSite } from './coupon-site.ts'
import { lotContract } from './suite/index.ts'

const NOTHING = { grantSerial: false, sync: false }
const CAN = { idempotent: false, query: false, revoke: true, stack: [], slips: false, ledger: false }
const KEEPS = { early: false, tombstones: false, facts: false, epoch: false, release: 'apart' } as const

lotContract(
  'coupons of a platform that forgets',
  () => openCouponSite(NOTHING, { DUPLICATES: 'forgotten' }),
  CAN,
  KEEPS,
)
