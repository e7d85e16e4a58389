import { parsePlate } from '@pingting/contract/words/plates'
import type { Parts } from '../opcua-skin/face.ts'
import { underFaults } from '../world/switches.ts'
import { billOf, couponOf, decideCoupon, decideTakeBack, type Wish } from './coupons.ts'
import { type Fields, hasRightSign } from './signing.ts'
import { instantOfWall } from './times.ts'

const STALE_MS = 300_000
const MINUTES_MAX = 7 * 24 * 60
const SERIAL = /^[A-Za-z0-9-]{1,64}$/
const BAD_SIGN = '1401'
const BAD_REQUEST: Fields = { result_code: '400' }

/** Answers one question; what is asked stands in `service`. @throws Unanswered when it is to stay without an answer */
export async function answerTo(parts: Parts, asked: Fields): Promise<Fields> {
  const { config, controller } = parts
  const { service = '', grant_serial } = asked
  const about = { service, version: '1.0', charset: 'UTF-8', ...(grant_serial === undefined ? {} : { grant_serial }) }
  const ageMs = Math.abs(Date.parse(controller.clock()) - Number(asked['timestamp']))
  const isOurs = asked['app_id'] === config.GATE_USER && ageMs / config.BUSINESS_CLOCK.speed <= STALE_MS
  if (!isOurs || !hasRightSign(asked, config.GATE_PASSWORD)) return { ...about, result_code: BAD_SIGN }
  if (asked['park_uuid'] !== config.SITE_ID) return { ...about, ...BAD_REQUEST }
  return { ...about, ...(await carryOut(parts, service, asked)) }
}

async function carryOut(parts: Parts, service: string, asked: Fields): Promise<Fields> {
  const { controller, config, switches, crash, log } = parts
  const { grant_serial: serial = '', plate = '' } = asked
  switch (service) {
    case 'service.parking.discount.create': {
      const wish = wishIn(asked)
      if (wish === undefined) return BAD_REQUEST
      const forgets = config.DUPLICATES === 'forgotten'
      const give = () => controller.execute((ledger, now) => decideCoupon(ledger, wish, forgets, now))
      const result_code = await underFaults(switches, give, crash)
      log.info({ grantKey: wish.serial, plate: wish.plate, result_code }, 'grant')
      return { result_code }
    }
    case 'service.parking.discount.destroy': {
      const takeBack = () => controller.execute((ledger, now) => decideTakeBack(ledger, serial, now))
      return { result_code: await underFaults(switches, takeBack, crash) }
    }
    case 'service.parking.discount.sync':
      return controller.read((ledger, now) => couponOf(ledger, serial, now))
    case 'service.parking.payment.billing':
      return controller.read((ledger, now) => billOf(ledger, plate, now))
    default:
      return BAD_REQUEST
  }
}

/** @returns undefined for what no shop of this platform would ask for. */
function wishIn(asked: Fields): Wish | undefined {
  const { grant_serial: serial = '', plate = '', type, value = '', expire_time = '', store_code, coupon_code } = asked
  const notAfter = instantOfWall(expire_time)
  const minutes = Number(value)
  if (!SERIAL.test(serial) || parsePlate(plate)?.normalised !== plate || type !== '2') return undefined
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > MINUTES_MAX || notAfter === undefined) return undefined
  return store_code === undefined || coupon_code === undefined ? undefined : { serial, plate, minutes, notAfter }
}
