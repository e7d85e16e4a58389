import type { Commit } from '@pingting/contract'
import { acknowledged, doubledIn, falseAnswers, lostIn, repeat, type Sent } from '../../support/crowds/audit.ts'
import type { Life } from '../../support/crowds/floor-crowd.ts'
import { HALL_STREAM, journalOf } from '../../support/crowds/stored-journal.ts'
import type { HubProcess } from '../../support/hub-process.ts'
import type { Claims } from './campaign.ts'

/** Everything a crowd was told over all its lives, and what the books say of it. */
export class FloorAudit {
  readonly sent: Sent[] = []
  readonly #otherwise: string[] = []

  /** Each command of a life again, by its id. */
  async repeat({ sent }: Life): Promise<void> {
    this.#otherwise.push(...(await Promise.all(sent.map(repeat))).flat())
    this.sent.push(...sent.flat())
  }

  /** Ends the hub and reads the journal it left, or the store at an address. */
  async close(hub: HubProcess, claims: Claims, storeUrl?: string) {
    await hub.kill()
    const commits: Commit[] = await journalOf(hub.dataDir, HALL_STREAM, storeUrl)
    const [lost, doubled] = [lostIn(commits, this.sent), doubledIn(commits)]
    claims.none('answers that are neither a success, a rule nor the sentence with 503', falseAnswers(this.sent))
    claims.none('acknowledged and told otherwise when repeated', this.#otherwise)
    claims.none(
      'acknowledged and not in the journal where it was told',
      lost.map(({ commandId }) => commandId),
    )
    claims.none('doubled in the journal, or out of order', doubled)
    return {
      acknowledged: acknowledged(this.sent).length,
      inDoubt: this.sent.filter(({ answer }) => answer === undefined).length,
      told503: this.sent.filter(({ answer }) => answer?.status === 503).length,
      commits: commits.length,
      lost: lost.length,
      doubled: doubled.length,
    }
  }
}
