import { openCouponSite } from './coupon-site.ts'
import { lotContract } from './suite.ts'

const ALL = { grantSerial: true, sync: true }
const CAN = { idempotent: true, query: true, revoke: true, preSession: false, stack: false }
/** What is pushed is told once, and a platform that lost what it knew does not know that. */
const KEEPS = { tombstones: false, facts: false, epoch: false }

lotContract('coupons', () => openCouponSite(ALL), CAN, KEEPS)
