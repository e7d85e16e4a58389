import type { PolicyTrialRequest } from '@pingting/contract'
import { fenOfYuan } from '@pingting/contract/words/fen'
import type { Tariff } from '@pingting/contract/words/parking/tariff'
import { wholeOf } from '../draft.ts'

/** What a car park asks for a stay, as it stands in the form: minutes, and yuan. */
export interface TariffDraft {
  freeUntilMinutes: string
  hourYuan: string
  capYuan: string
  freeMinutesSide: Tariff['freeMinutesSide']
  leaveWithinMinutes: string
}

const MINUTES_MAX = 1440
const FEN_MAX = 10_000_000

export type TariffField = Exclude<keyof TariffDraft, 'freeMinutesSide'>

/** The tariff that is meant, and what is wrong with it. */
export function tariffOf(draft: TariffDraft): {
  tariff?: NonNullable<PolicyTrialRequest['tariff']>
  wrong: TariffField[]
} {
  const minutes = {
    freeUntilMinutes: wholeOf(draft.freeUntilMinutes),
    leaveWithinMinutes: wholeOf(draft.leaveWithinMinutes),
  }
  const money = { hourYuan: fenOfYuan(draft.hourYuan.trim()), capYuan: fenOfYuan(draft.capYuan.trim()) }
  const wrong = [
    ...(['freeUntilMinutes', 'leaveWithinMinutes'] as const).filter(field => !(minutes[field] <= MINUTES_MAX)),
    ...(['hourYuan', 'capYuan'] as const).filter(field => !isAmount(money[field])),
  ]
  if (wrong.length > 0) return { wrong }
  const { freeMinutesSide } = draft
  return { tariff: { ...minutes, hourFen: money.hourYuan!, capFen: money.capYuan!, freeMinutesSide }, wrong }
}

const isAmount = (fen: number | undefined): boolean => fen !== undefined && fen >= 0 && fen <= FEN_MAX

/** Typical of a hall; nobody is asked for money by it. */
export const SUPPOSED: TariffDraft = {
  ...{ freeUntilMinutes: '30', hourYuan: '2.00', capYuan: '20.00', freeMinutesSide: 'front', leaveWithinMinutes: '15' },
}
