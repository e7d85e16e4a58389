import { openCouponSite } from './coupon-site.ts'
import { lotContract } from './suite.ts'

const NOTHING = { grantSerial: false, sync: false }
const CAN = { idempotent: false, query: false, revoke: true, preSession: false, stack: false }
const KEEPS = { tombstones: false, facts: false, epoch: false }

lotContract(
  'coupons of a platform that forgets',
  () => openCouponSite(NOTHING, { DUPLICATES: 'forgotten' }),
  CAN,
  KEEPS,
)
