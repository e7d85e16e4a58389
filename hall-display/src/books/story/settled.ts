import type { Fen } from '@pingting/contract/words/fen'

/** A thing that happened to an exemption, and what was said of it. */
export interface Moment {
  at: string
  type: string
  said: Record<string, string | number>
}

/** The line of a settlement that an exemption stands in. */
export interface Line {
  key: string
  businessDay: string
  minutes: number
  feeWaivedFen: Fen
}

/** The line it stands in by now: none before its settlement was drawn, or where a later version is without it. */
export function lineOf(key: string, moments: readonly Moment[]): Line | undefined {
  const last = moments.findLast(({ type }) => type === 'settlement.drawn')
  if (last === undefined || last.said['how'] === 'left') return undefined
  const { businessDay, minutes, feeWaivedFen } = last.said
  return {
    ...{ key, businessDay: String(businessDay), minutes: Number(minutes) },
    feeWaivedFen: feeWaivedFen as Fen,
  }
}
