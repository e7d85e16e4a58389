import { openCouponSite } from './coupon-site.ts'
import { lotContract } from './suite/index.ts'

const ALL = { grantSerial: true, sync: true }
const CAN = { idempotent: true, query: true, revoke: true, stack: [], slips: false, ledger: false }
/** What is pushed is told once, and a platform that lost what it knew does not know that. */
const KEEPS = { early: false, tombstones: false, facts: false, epoch: false, release: 'apart' } as const

lotContract('coupons', () => openCouponSite(ALL), CAN, KEEPS)
