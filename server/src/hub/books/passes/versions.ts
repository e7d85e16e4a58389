import type { BusinessDay, Refusal, SettlementLine } from '@pingting/contract'
import { cutOffOf } from '../../../settlements/late.ts'
import type { Totals } from '../../../settlements/matching/totals.ts'
import { linesTotal, type SettlementHead, settlementSum, settlementText } from '../../../settlements/papers/file.ts'
import { isOutdated, type SettlementState } from '../../../settlements/state.ts'
import type { DrawnSettlement, PaperStore } from '../../../settlements/store.ts'
import type { Hub } from '../../dispatch.ts'
import { sha256 } from '../../journal/canonical.ts'
import type { DayBooks } from '../day.ts'
import type { Send } from './send.ts'

interface VersionPorts {
  hub: Pick<Hub, 'stream' | 'now'>
  papers: Pick<PaperStore, 'drawn'>
  send: Send
}

/** The settlements of a day: each one is drawn after the one before, and is the same bytes whenever it is asked for. */
export class Versions {
  readonly #ports: VersionPorts

  constructor(ports: VersionPorts) {
    this.#ports = ports
  }

  /** The next version, where it would be another one. @returns what was refused of it. */
  async draw(lotId: string, { businessDay, verdicts, totals }: DayBooks): Promise<Refusal | undefined> {
    const state = this.#stateOf(lotId)
    const last = state?.days.get(businessDay)
    if (state === undefined || (last === undefined && state.days.size === 0 && isEmpty(totals))) return undefined
    const uses = verdicts.flatMap(({ settled }) => settled ?? [])
    const rows = [...uses, ...(state.adjustments.get(businessDay) ?? [])]
    if (last !== undefined && (await this.#isAsDrawn(lotId, businessDay, last.version, rows))) return undefined
    const cutOffAt = last === undefined ? cutOffOf(businessDay) : this.#ports.hub.now()
    return this.#write(state, { lotId, businessDay, version: (last?.version ?? 0) + 1, cutOffAt }, rows)
  }

  /**
   * Of a day that cannot be looked at anew: its uses as they were drawn last, and what was adjusted since.
   * @param erased what is told of such a day
   */
  async amend(lotId: string, day: BusinessDay, erased: Refusal): Promise<Refusal> {
    const state = this.#stateOf(lotId)
    const last = state?.days.get(day)
    if (state === undefined || last === undefined || !isOutdated(state, day, last)) return erased
    const drawn = await this.#ports.papers.drawn(lotId, day, last.version)
    if (drawn === undefined) return erased
    const { rows: before, cutOffAt } = drawn
    const rows = [...before.filter(({ kind }) => kind === 'use'), ...(state.adjustments.get(day) ?? [])]
    return (await this.#write(state, { lotId, businessDay: day, version: last.version + 1, cutOffAt }, rows)) ?? erased
  }

  /** A settlement as it is signed. */
  async paper(lotId: string, day: BusinessDay, version: number): Promise<string | undefined> {
    const drawn = await this.#ports.papers.drawn(lotId, day, version)
    return drawn === undefined ? undefined : settlementText(headOf(drawn), drawn.rows, sha256)
  }

  #stateOf(lotId: string): SettlementState | undefined {
    return this.#ports.hub.stream('lot', lotId)?.peek().settlements
  }

  #write(
    { lastSha256 }: SettlementState,
    about: Omit<SettlementHead, 'prevSha256'>,
    rows: SettlementLine[],
  ): Promise<Refusal | undefined> {
    const head = { ...about, prevSha256: lastSha256 }
    const { lotId, ...told } = head
    const sums = { rowTally: rows.length, totalFen: linesTotal(rows), sha256: settlementSum(head, rows, sha256) }
    return this.#ports.send(lotId, { type: 'settlement.draw', ...told, ...sums, rows })
  }

  async #isAsDrawn(lotId: string, day: BusinessDay, version: number, rows: SettlementLine[]): Promise<boolean> {
    const drawn = await this.#ports.papers.drawn(lotId, day, version)
    // Not written down yet, as it may be for a moment: it is asked again with the next pass.
    return drawn === undefined || settlementSum(headOf(drawn), rows, sha256) === drawn.sha256
  }
}

const headOf = ({ lotId, businessDay, version, cutOffAt, prevSha256 }: DrawnSettlement): SettlementHead => ({
  ...{ lotId, businessDay, version, cutOffAt, prevSha256 },
})

const isEmpty = ({ byClass }: Totals): boolean => Object.values(byClass).every(({ count }) => count === 0)
