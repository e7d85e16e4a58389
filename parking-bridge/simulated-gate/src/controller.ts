import type { Clock } from './clock.ts'
import {
  apply,
  beginLedger,
  type Commit,
  type Decision,
  decideExpiry,
  emptyLedger,
  type GatePolicy,
  type Ledger,
} from './ledger.ts'
import { LedgerFile } from './ledger-file.ts'

/** Too much waits for the disk; nothing ran. */
export class GateBusy extends Error {}

/** How often exemptions that found no stay are looked through for expiry. */
const EXPIRY_INTERVAL_MS = 1_000

/**
 * The gate at work: decides on the ledger in memory, writes, and only then answers and tells. A failed write ends the
 * process through `onFailure`, because memory is ahead of the disk and must not be believed.
 */
export class GateController {
  readonly ledger: Ledger
  readonly clock: Clock
  #file: LedgerFile
  #listeners: ((commit: Commit) => void)[] = []
  #expiry: NodeJS.Timeout
  #onFailure: (reason: unknown) => void

  private constructor(ledger: Ledger, file: LedgerFile, clock: Clock, onFailure: (reason: unknown) => void) {
    this.ledger = ledger
    this.#file = file
    this.clock = clock
    this.#onFailure = onFailure
    this.#expiry = setInterval(() => void this.execute(decideExpiry).catch(() => undefined), EXPIRY_INTERVAL_MS)
    this.#expiry.unref()
  }

  /** Replays the file, or begins a ledger under `newEpoch` when there is none. */
  static async open(
    path: string,
    policy: GatePolicy,
    clock: Clock,
    newEpoch: () => string,
    onFailure: (reason: unknown) => void,
  ): Promise<GateController> {
    const { file, commits } = await LedgerFile.open(path)
    if (commits.length > 0) {
      const ledger = emptyLedger(policy)
      for (const commit of commits) apply(ledger, commit)
      return new GateController(ledger, file, clock, onFailure)
    }
    const { ledger, commit } = beginLedger(policy, newEpoch(), clock())
    await file.append(commit)
    return new GateController(ledger, file, clock, onFailure)
  }

  /** @throws GateBusy before anything ran. */
  async execute<Answer>(decide: (ledger: Ledger, now: string) => Decision<Answer>): Promise<Answer> {
    if (this.#file.full) throw new GateBusy('too many commits wait for the disk')
    const { commit, answer } = decide(this.ledger, this.clock())
    if (commit.records.length + commit.events.length === 0) {
      await this.#file.settled
      return answer
    }
    apply(this.ledger, commit)
    await this.#file.append(commit).catch(reason => {
      this.#onFailure(reason)
      throw reason
    })
    for (const listener of this.#listeners) listener(commit)
    return answer
  }

  /** Reads what the ledger says, and waits until that is on disk: "not found" and "found" must both be final. */
  async read<Answer>(query: (ledger: Ledger, now: string) => Answer): Promise<Answer> {
    const answer = query(this.ledger, this.clock())
    await this.#file.settled
    return answer
  }

  /** Called in order, after each commit is durable. */
  onCommit(listener: (commit: Commit) => void): void {
    this.#listeners.push(listener)
  }

  async close(): Promise<void> {
    clearInterval(this.#expiry)
    await this.#file.close()
  }
}
