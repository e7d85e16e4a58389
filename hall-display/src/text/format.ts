import type { Language } from './index.ts'
import { useLanguage } from './index.ts'

const ZONE = 'Asia/Shanghai'
const NOTHING = '—'

/** Numbers and times as people here read them; business time is always Shanghai's, wherever the browser thinks it is. */
function formats(language: Language) {
  const zone = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { timeZone: ZONE, hourCycle: 'h23', ...options })
  const clock = zone({ hour: '2-digit', minute: '2-digit' })
  const seconds = zone({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
  const day = zone({ year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' })
  const weekday = zone({ weekday: 'short' })
  const monthDay = zone({ month: 'short', day: 'numeric' })
  const dayShort = zone({ month: 'long', day: 'numeric' })
  const dayAndClock = zone({ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })
  const dayAndSeconds = zone({
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  const number = new Intl.NumberFormat(language)
  const share = new Intl.NumberFormat(language, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 2,
  })
  const money = new Intl.NumberFormat(language, { style: 'currency', currency: 'CNY', currencyDisplay: 'narrowSymbol' })
  const moment = (at: string | number): number => (typeof at === 'number' ? at : Date.parse(at))
  return {
    clock: (at: string | number) => clock.format(moment(at)),
    seconds: (at: string | number) => seconds.format(moment(at)),
    day: (at: string | number) => day.format(moment(at)),
    /** Of a business day, `yyyy-mm-dd`. */
    ofDay: (businessDay: string) => day.format(moment(`${businessDay}T12:00:00+08:00`)),
    monthDay: (at: string | number) => monthDay.format(moment(at)),
    weekday: (at: string | number) => weekday.format(moment(at)),
    dayShort: (at: string | number) => dayShort.format(moment(at)),
    dayAndClock: (at: string | number) => dayAndClock.format(moment(at)),
    dayAndSeconds: (at: string | number) => dayAndSeconds.format(moment(at)),
    number: (n: number | undefined) => (n === undefined ? NOTHING : number.format(n)),
    share: (n: number | undefined) => (n === undefined ? NOTHING : share.format(n)),
    yuan: (amountFen: number | undefined) => (amountFen === undefined ? NOTHING : money.format(amountFen / 100)),
    /** `m:ss`, or `h:mm:ss` from an hour on: a wait that is being watched. */
    span: (seconds: number | undefined) => (seconds === undefined ? NOTHING : spanText(seconds)),
    minutes: (seconds: number | undefined) =>
      seconds === undefined ? NOTHING : number.format(Math.round(seconds / 60)),
  }
}

function spanText(total: number): string {
  const whole = Math.max(0, Math.floor(total))
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (n: number): string => String(n).padStart(2, '0')
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}

const made: Record<Language, ReturnType<typeof formats>> = { 'zh-CN': formats('zh-CN'), en: formats('en') }

export const useFormat = () => made[useLanguage(state => state.language)]
