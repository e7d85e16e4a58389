import type { BusinessDay, Instant } from '@pingting/contract'
import type { ExemptionStore } from '../../../exemptions/store.ts'
import type { Reached } from '../../../settlements/diary/reach.ts'
import { lateOf } from '../../../settlements/late.ts'
import type { Send } from './send.ts'

interface Heard {
  days: Map<BusinessDay, Instant>
  /** Of grants older than the diary. */
  exemptions: Map<string, Instant>
}

/**
 * What halls and persons did of days that are over, as it is read in the journals, until it is noted in the stream of the
 * car park: from there on whoever keeps these books knows it.
 */
export class LateNews {
  readonly #rows: ExemptionStore['rows']
  readonly #heard = new Map<string, Heard>()

  constructor({ rows }: Pick<ExemptionStore, 'rows'>) {
    this.#rows = rows
  }

  hear(lotId: string, { days, exemptionId }: Reached, at: Instant): void {
    if (days.length === 0 && exemptionId === undefined) return
    const heard = this.#heard.get(lotId) ?? { days: new Map(), exemptions: new Map() }
    this.#heard.set(lotId, heard)
    for (const day of days) note(heard.days, day, at)
    if (exemptionId !== undefined) note(heard.exemptions, exemptionId, at)
  }

  forget(lotId: string): void {
    this.#heard.delete(lotId)
  }

  /** Noted already it is no news there; what could not be told is told the next time. */
  async tell(lotId: string, send: Send): Promise<void> {
    const heard = this.#heard.get(lotId)
    if (heard === undefined) return
    for (const [exemptionId, at] of heard.exemptions) {
      const row = await this.#rows.findOne({ _id: exemptionId }).lean()
      if (row?.lotId === lotId) for (const day of lateOf([row.businessDay], at)) note(heard.days, day, at)
      heard.exemptions.delete(exemptionId)
    }
    for (const [businessDay, toldAt] of heard.days) {
      const refused = await send(lotId, { type: 'settlement.noteLate', businessDay, toldAt })
      if (refused === undefined) heard.days.delete(businessDay)
    }
  }
}

function note<K>(heard: Map<K, Instant>, about: K, at: Instant): void {
  if (at > (heard.get(about) ?? '')) heard.set(about, at)
}
