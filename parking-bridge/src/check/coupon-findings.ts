import type { Heard } from '../lot/coupons/platform.ts'
import type { CouponSettings } from '../lot/coupons/settings.ts'
import { type Finding, fault, good, note } from './finding.ts'
import { clockFinding } from './findings.ts'

/** What a signed question about a car that is not there came back with. */
export interface PlatformSurvey extends Pick<CouponSettings, 'url' | 'can'> {
  heard: Heard
  /** Whether it is the answer of a platform that takes our signature. */
  isGood: boolean
  /** Where the platform tells its time. */
  skewMs?: number
}

export function couponFindingsOf(survey: PlatformSurvey): Finding[] {
  const { url, heard, isGood, skewMs, can } = survey
  const reached = isGood
    ? good(`${url} 有应答，签名双方一致`, `${url} answers, and each side takes the signature of the other`)
    : reachFinding(url, heard)
  return [
    ...(url.startsWith('https:') || isLoopback(url) ? [] : [PLAIN]),
    reached,
    ...(skewMs === undefined ? [] : [clockFinding(skewMs)]),
    ...(can.grantSerial ? [] : [can.sync ? FORGETS : FORGETS_ALL]),
    ...(can.sync ? [] : [MUTE]),
  ]
}

const isLoopback = (url: string): boolean => /^(127\.0\.0\.1|\[::1\]|localhost)$/.test(new URL(url).hostname)

const PLAIN = note(
  '平台地址没有 TLS（http），沿途都能看到车牌',
  'the platform is asked without TLS (http): whoever is on the way reads the plates',
)
const FORGETS = note(
  '平台不认派发流水（grant_serial）：应答丢失后等两分钟再查，查不到才重发',
  'the platform does not know a coupon by its grant_serial: after a lost answer it is asked two minutes later, before anything is sent again',
)
const FORGETS_ALL = note(
  '平台既不认派发流水，也不能查询：应答丢失的减免不会重发，列入人工处理',
  'the platform neither knows a coupon by its grant_serial nor can be asked: an order whose answer is lost is not sent again, people look at it',
)
const MUTE = note(
  '平台不能查询优惠券（sync）：状态码 1403 无法分辨，列入人工处理',
  'the platform cannot be asked about a coupon (sync): what 1403 means cannot be told, people look at it',
)

function reachFinding(url: string, { reply, unbelieved }: Heard): Finding {
  if (unbelieved !== undefined)
    return fault(
      `平台应答 ${unbelieved}，但签名不对。请核对 COUPON_APP_ID、COUPON_SECRET、COUPON_PARK，以及本机时钟`,
      `the platform answers ${unbelieved}, and its signature is not right: check COUPON_APP_ID, COUPON_SECRET and COUPON_PARK, and the clock of this machine`,
    )
  if ('failed' in reply)
    return fault(
      `${url} 没有可用的应答（${reply.failed}）。请检查地址、网络和防火墙`,
      `${url} gives no answer of use (${reply.failed}). Check address, network and firewall`,
    )
  return fault(
    `平台拒绝查询，状态码 ${reply.code}。请核对 COUPON_APP_ID、COUPON_PARK，以及平台上的权限`,
    `the platform refuses a question with ${reply.code}: check COUPON_APP_ID and COUPON_PARK, and what the platform lets this account do`,
  )
}
