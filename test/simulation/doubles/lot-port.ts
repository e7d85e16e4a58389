import {
  type Decision,
  decideGrant,
  decideRevoke,
  type GrantCommand,
  type Ledger,
  pageAfter,
  queryExemption,
  ReasonCode,
} from '../../../parking-bridge/simulated-gate/src/ledger.ts'
import { hashOf, macMatches } from '../../../parking-bridge/simulated-gate/src/opcua-skin/seal.ts'
import { gateReasonOf } from '../../../parking-bridge/src/lot/gate-reasons.ts'
import { OVERLAP_MAX, recordsOf } from '../../../parking-bridge/src/lot/methods/gate-records.ts'
import { noLedger } from '../../../parking-bridge/src/lot/no-ledger.ts'
import type {
  Capabilities,
  EventsAnswer,
  GrantAnswer,
  GrantSending,
  Hint,
  Lot,
  QueryAnswer,
  RevokeAnswer,
  RevokeSending,
  Told,
} from '../../../parking-bridge/src/lot/port.ts'
import { grantMacText, orderText, revokeMacText } from '../../../server/contract/src/index.ts'
import type { Calls, GateLine } from './gate-line.ts'
import type { GateProcess } from './gate-process.ts'
import { MAC_KEY } from './hub-process.ts'

/** What a gate says to who has no right: nothing ran. */
class Denied extends Error {}

/** The port of one bridge to the gate: the product's ledger behind a line that loses, doubles and delays. */
export class LotPort implements Lot {
  readonly capabilities: Capabilities = {
    idempotent: true,
    query: true,
    revoke: true,
    stack: ['max', 'reject'],
    slips: false,
    ledger: false,
  }
  readonly #line: GateLine
  readonly #sendings = new Map<string, number>()

  constructor(line: GateLine) {
    this.#line = line
  }

  usable = () => this.#line.up
  epoch = () => this.#line.epoch
  skew = () => this.#line.skew
  open = () => this.#line.open()
  close = async () => this.#line.close()
  onHint = (listener: (hint: Hint) => void) => this.#line.hear(listener)

  grant({ order, submitDeadline, bridgeEpoch, requestHash, mac }: GrantSending): Promise<Told<GrantAnswer>> {
    const { key, kind: _kind, siteId, stackRule, ...rest } = order
    const command: GrantCommand = {
      order: { grantKey: key, requestHash, ...rest, stackRule: stackRule === 'reject' ? 'reject' : 'max' },
      ...{ siteId, submitDeadline, bridgeEpoch },
      hashMatches: hashOf(orderText(order)) === requestHash,
      macMatches: macMatches(MAC_KEY, grantMacText(requestHash, bridgeEpoch, submitDeadline), Buffer.from(mac, 'hex')),
    }
    this.#sent(key, 'grant')
    return this.#line.call('order', async gate => {
      const answer = await executeAt(gate, (ledger, now) => decideGrant(ledger, command, now), this.#line)
      const { outcome, reasonCode, storedHash, ledgerSeq } = answer
      const reason = outcome === 'Rejected' ? { reason: gateReasonOf(ReasonCode[reasonCode]) } : {}
      this.#said(key, reason.reason ?? outcome)
      return { outcome, storedHash, ledgerSeq, ...reason, gateEpoch: this.#line.epoch ?? '' }
    })
  }

  revoke({ key, grantKey, bridgeEpoch, mac }: RevokeSending): Promise<Told<RevokeAnswer>> {
    const fits = macMatches(MAC_KEY, revokeMacText(key, grantKey, bridgeEpoch), Buffer.from(mac, 'hex'))
    const command = { revokeKey: key, grantKey, reason: 'plate corrected', bridgeEpoch, macMatches: fits }
    this.#sent(grantKey, 'revoke')
    return this.#line.call('order', async gate => {
      const answer = await executeAt(gate, (ledger, now) => decideRevoke(ledger, command, now), this.#line)
      if ('denied' in answer) throw new Denied(answer.denied)
      return answer
    })
  }

  query(grantKey: string): Promise<Told<QueryAnswer>> {
    return this.#line.call('order', async gate => {
      const answer = await gate.read((ledger, now) => queryExemption(ledger, grantKey, now))
      const { found, state, storedHash, ledgerSeq } = answer
      const gateEpoch = this.#line.epoch ?? ''
      if (!found) this.#said(grantKey, 'NotFound')
      return found ? { found, state, storedHash, ledgerSeq, gateEpoch } : { found, gateEpoch }
    })
  }

  /** The overlap is fetched only where there is news: it costs the most, and every few seconds there is none. */
  eventsSince(seq: number, max: number): Promise<Told<EventsAnswer>> {
    return this.#line.call('facts', async gate => {
      const { controllerEpoch: gateEpoch, eventSeq } = gate.ledger
      const from = eventSeq > seq ? Math.max(0, seq - OVERLAP_MAX) : seq
      const page = await gate.read(({ events }) =>
        pageAfter(events, event => event.sequenceNumber, from, max + seq - from, eventSeq),
      )
      const records = recordsOf(
        page.entries.map(entry => JSON.stringify(entry)),
        seq,
        Math.max(from + 1, page.oldestAvailableSeq),
      )
      return { records, gateEpoch, oldestSeq: page.oldestAvailableSeq }
    })
  }

  ledgerSince = noLedger

  #said = (exemptionId: string, word: string): void =>
    void this.#line.site.witness.saidByGate.add(`${exemptionId} ${word}`)

  #sent(exemptionId: string, kind: 'grant' | 'revoke'): void {
    const { sendings, likeSendings } = this.#line.site.witness
    const like = `${exemptionId} ${kind}`
    this.#count(exemptionId, exemptionId, sendings)
    this.#count(`${like} ${this.#line.epoch}`, like, likeSendings)
  }

  #count(what: string, about: string, most: Map<string, number>): void {
    const tally = (this.#sendings.get(what) ?? 0) + 1
    this.#sendings.set(what, tally)
    most.set(about, Math.max(tally, most.get(about) ?? 0))
  }
}

/** A plant may show the rules another ledger than there is. */
const executeAt = <A>(gate: GateProcess, decide: (ledger: Ledger, now: string) => Decision<A>, line: Calls) =>
  gate.execute((ledger, now) => decide(line.site.plant.gateView?.(ledger) ?? ledger, now))

export const isDenied = (error: unknown): boolean => error instanceof Denied
