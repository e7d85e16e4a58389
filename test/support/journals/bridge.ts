import type { GateReason, Instant, StreamName } from '@pingting/contract'
import { addMs } from '@pingting/contract'
import { decideCoupon, decideTakeBack } from '../../../parking-bridge/simulated-gate/src/coupon-skin/coupons.ts'
import {
  type Commit,
  decideGrant,
  decideRevoke,
  ReasonCode,
} from '../../../parking-bridge/simulated-gate/src/ledger.ts'
import { gateReasonOf } from '../../../parking-bridge/src/lot/gate-reasons.ts'
import type { Exemption } from '../../../server/src/exemptions/claim.ts'
import type { Gate } from './gate.ts'
import type { Site } from './site.ts'

const RECORDS_MAX = 400
const DEADLINE_MS = 60_000

/** How the order of one ticket fares on its way, where it does not fare as it should. */
export interface Mishap {
  /** `lost`: it never leaves. `unkept`: the gate says yes and keeps nothing. `unheard`: it says no and keeps it. */
  order?: 'lost' | 'unkept' | 'unheard'
  /** Said by the gate instead of what its rules say. */
  refusal?: GateReason
  /** Of what the gate writes down. */
  change?: (commit: Commit) => Commit
}

/** Carries orders and facts between hub and gate, each to its end before the next: nothing is lost here but on purpose. */
export class Bridge {
  away = false
  readonly mishaps = new Map<string, Mishap>()
  readonly #site: Site
  readonly #gate: Gate
  readonly #hallId: string
  readonly #lotId: string
  readonly #actor
  #epoch = 0

  constructor(site: Site, gate: Gate, hallId: string, lotId: string) {
    this.#site = site
    this.#gate = gate
    this.#hallId = hallId
    this.#lotId = lotId
    this.#actor = { kind: 'bridge' as const, lotIds: [lotId] }
  }

  async open(): Promise<void> {
    const [leased] = await this.#site.must(`lot:${this.#lotId}`, { type: 'lot.lease', bridgeId: 'b1' }, this.#actor)
    if (leased?.type === 'lot.leased') this.#epoch = leased.bridgeEpoch
    await this.#link(true)
  }

  async goAway(): Promise<void> {
    this.away = true
    await this.#link(false)
  }

  async comeBack(): Promise<void> {
    this.away = false
    await this.#link(true)
  }

  #link = (usable: boolean) => this.#say('lot.link', { usable })
  #say = (type: string, told: object, stream: StreamName = `lot:${this.#lotId}`) =>
    this.#site.must(stream, { type, bridgeEpoch: this.#epoch, ...told }, this.#actor)

  /** @returns whether there was anything to carry. */
  async carry(): Promise<boolean> {
    if (this.away) return false
    const told = await this.#facts()
    if (told) await this.#settled()
    const ordered = await this.#orders()
    const written = await this.#ledger()
    if (ordered) await this.#settled()
    return told || ordered || written
  }

  #settled = () => this.#site.settled(`lot:${this.#lotId}`, `hall:${this.#hallId}`)

  async #facts(): Promise<boolean> {
    const { gateSeq, gateEpoch = '' } = this.#site.hub.stream('lot', this.#lotId)!.peek()
    const { controllerEpoch } = this.#gate.ledger
    const seq = gateEpoch === controllerEpoch ? gateSeq : 0
    const { records, oldestSeq } = this.#gate.facts(seq, RECORDS_MAX)
    const gap = oldestSeq > seq + 1 ? { oldestSeq } : {}
    if (records.length === 0 && gap.oldestSeq === undefined) return false
    await this.#say('lot.report', { gateEpoch: controllerEpoch, follows: gateEpoch, records, ...gap })
    return true
  }

  async #ledger(): Promise<boolean> {
    const { ledger } = this.#site.hub.stream('lot', this.#lotId)!.peek()
    const records = this.#gate.ledgerSince(ledger?.ledgerSeq ?? 0, RECORDS_MAX) ?? []
    if (records.length === 0) return false
    const { controllerEpoch } = this.#gate.ledger
    await this.#say('lot.recordLedger', { gateEpoch: controllerEpoch, follows: ledger?.gateEpoch ?? '', records })
    return true
  }

  /** Answers are told together, as those of many calls under way are. */
  async #orders(): Promise<boolean> {
    const { exemptions, openUntil } = this.#site.hub.stream('hall', this.#hallId)!.peek().exemptions
    const open = [...openUntil.values()].flatMap(ids => [...ids.keys()]).map(id => exemptions.get(id)!)
    const answers = open.flatMap(one => this.#answerTo(one) ?? [])
    await Promise.all(answers.map(({ type, ...told }) => this.#say(type, told, `hall:${this.#hallId}`)))
    return answers.length > 0
  }

  #answerTo(order: Exemption): { type: string; exemptionId: string; [told: string]: unknown } | undefined {
    const { exemptionId, ticketId, lotId, status, revoking, unknown } = order
    if (lotId !== this.#lotId) return undefined
    if (revoking) return { type: 'exemption.recordRevocation', exemptionId, outcome: this.#takeBack(exemptionId) }
    if (status === 'confirmed' && !unknown) return undefined
    const mishap = this.mishaps.get(ticketId) ?? {}
    if (mishap.order === 'lost') return undefined
    const said = mishap.order === 'unkept' ? 'yes' : this.#give(order, mishap.change)
    const reason = mishap.refusal ?? (said === 'yes' || said === 'notYet' ? undefined : said)
    if (reason !== undefined) return { type: 'exemption.refuse', exemptionId, reason }
    const { ledgerSeq, controllerEpoch: gateEpoch } = this.#gate.ledger
    return said === 'notYet' ? undefined : { type: 'exemption.confirm', exemptionId, gateEpoch, ledgerSeq }
  }

  #give(order: Exemption, change?: Mishap['change']): GateReason | 'yes' | 'notYet' {
    const { now } = this.#site
    if (this.#gate.profile === 'coupons') {
      const { exemptionId: serial, plate, gatePlate, freeMinutes: minutes, notAfter } = order
      const wish = { serial, plate: gatePlate ?? plate, minutes, notAfter }
      const code = this.#gate.run(ledger => decideCoupon(ledger, wish, false, now), change)
      if (code === '1001') return 'yes'
      return code === '1002' ? 'notYet' : code === '1003' ? 'LIMITED' : 'STACK_REJECTED'
    }
    const command = grantOf(order, this.#lotId, this.#epoch, now)
    const { outcome, reasonCode } = this.#gate.run(ledger => decideGrant(ledger, command, now), change)
    return outcome === 'Rejected' ? gateReasonOf(ReasonCode[reasonCode]) : 'yes'
  }

  #takeBack(grantKey: string): string {
    const { now } = this.#site
    if (this.#gate.profile === 'coupons') {
      const code = this.#gate.run(ledger => decideTakeBack(ledger, grantKey, now))
      return code === '1001' ? 'Revoked' : code === '1002' ? 'NotFound' : 'AlreadyConsumed'
    }
    const command = { grantKey, revokeKey: grantKey, reason: 'taken back', bridgeEpoch: this.#epoch, macMatches: true }
    const answer = this.#gate.run(ledger => decideRevoke(ledger, command, now))
    if ('denied' in answer) throw new Error(answer.denied)
    return answer.outcome
  }
}

/** An order as the gate takes it, with everything about it right. */
export const grantOf = (
  order: Pick<Exemption, 'exemptionId' | 'plate' | 'gatePlate' | 'freeMinutes' | 'notBefore' | 'notAfter'>,
  siteId: string,
  bridgeEpoch: number,
  now: Instant,
) => ({
  order: {
    ...{ grantKey: order.exemptionId, requestHash: '0'.repeat(64), plate: order.gatePlate ?? order.plate },
    ...{ plateColour: 0, freeMinutes: order.freeMinutes, notBefore: order.notBefore, notAfter: order.notAfter },
    ...{ maxUses: 1, stackRule: 'max' as const },
  },
  ...{ siteId, submitDeadline: addMs(now, DEADLINE_MS), bridgeEpoch, hashMatches: true, macMatches: true },
})
