import { LEVELS, type Level, levelWords, type RatingCell, type TrendRow } from '@pingting/contract'
import { levelRates, noRatings } from './formulas.ts'
import { tallyOf } from './ranking.ts'

/** One column of a sheet, as the hub's writer of sheets takes it; titles stand in two languages. */
export interface SheetColumn<R> {
  title: string
  cell: (row: R) => string | number
}

const NOTHING = ''
const PLACES = 4
/** A share of one; absent where there is nothing to divide by. */
const share = (n: number | undefined): string | number => (n === undefined ? NOTHING : Number(n.toFixed(PLACES)))
const whole = (n: number | undefined): string | number => n ?? NOTHING
const titleOf = (level: Level): string => `${levelWords[level].zh} ${levelWords[level].en}`

export const trendColumns: readonly SheetColumn<TrendRow>[] = [
  { title: '起 From', cell: row => row.from },
  { title: '止 To', cell: row => row.to },
  { title: '取号 Taken', cell: row => row.taken },
  { title: '办结 Completed', cell: row => row.completed },
  { title: '平均等候秒 Average wait, s', cell: row => whole(row.averageWaitSeconds) },
  { title: '平均办理秒 Average service, s', cell: row => whole(row.averageServiceSeconds) },
  { title: '超时等候 Waits too long', cell: row => row.lateWaits },
  { title: '过号 Missed calls', cell: row => row.missed },
  { title: '评价 Ratings', cell: row => row.evaluated },
  ...LEVELS.map(level => ({ title: titleOf(level), cell: (row: TrendRow) => row.active[level] })),
  { title: '主动评价率 Rated A/E', cell: row => share(row.rates.active) },
  { title: '主动评价好评率 Good', cell: row => share(row.rates.activeGood) },
  { title: '差评率 Bad', cell: row => share(row.rates.bad) },
  { title: '满意度得分 Score of 10', cell: row => share(row.rates.score) },
]

/** What the ids of counters and services stand for. */
export interface Names {
  counter(counterId: string): string
  service(serviceCode: string): string
}

export const ratingColumns = ({ counter, service }: Names): readonly SheetColumn<RatingCell>[] => [
  { title: '窗口 Counter', cell: row => counter(row.counterId) },
  { title: '事项 Item', cell: row => service(row.serviceCode) },
  { title: '渠道 Channel', cell: row => row.channel },
  { title: '评价 Ratings', cell: row => tallyOf(row.byLevel) },
  ...LEVELS.map(level => ({ title: titleOf(level), cell: (row: RatingCell) => row.byLevel[level] })),
  { title: '主动评价好评率 Good', cell: row => share(ratesOf(row).activeGood) },
  { title: '满意度得分 Score of 10', cell: row => share(ratesOf(row).score) },
]

const ratesOf = ({ byLevel }: RatingCell) => levelRates({ active: byLevel, byDefault: noRatings() })
