import { setTimeout as wait } from 'node:timers/promises'
import {
  decideGrant,
  decideRevoke,
  ExemptionState,
  GrantOutcome,
  type Ledger,
  queryExemption,
  ReasonCode,
  RevokeOutcome,
} from '../ledger.ts'
import type { Parts } from '../opcua-skin/face.ts'
import { takes } from '../world/switches.ts'
import { bodyIn, plainGrant, plainRevoke, sealedGrant, sealedRevoke } from './latched.ts'
import type { Registers } from './registers.ts'
import { type Body, keyBytes, keyOf, OPS, orderSum, requestSum } from './sums.ts'

const FOUND = 0
const NOT_FOUND = 3
const DENIED = 4
const MALFORMED = 5

interface Outcome {
  outcome: number
  /** Of a rejection; else the state of the exemption is told. */
  reason?: number
}

/** The program of the controller: looks at the registers in each cycle, and serves one request at a time. */
export class Program {
  #parts: Parts
  #registers: Registers
  #macKey: Buffer
  #isSealed: boolean
  #seen = 0
  #busy = false
  /** Its cycles, which are its heartbeat. */
  beats = 0

  constructor(parts: Parts, registers: Registers) {
    this.#parts = parts
    this.#registers = registers
    this.#macKey = Buffer.from(parts.config.GATE_MAC_KEY, 'hex')
    this.#isSealed = parts.config.SEALED === 'yes'
  }

  cycle(): void {
    const { switches, log } = this.#parts
    if (switches.halted) return
    this.beats = (this.beats + 1) % 2 ** 32
    if (this.#busy) return
    const seq = Number(this.#registers.get('ReqSeq'))
    if (seq === this.#seen) return
    this.#seen = seq
    const body = bodyIn(this.#registers)
    if (seq === 0 || requestSum(body, seq) !== this.#registers.get('ReqCrc')) {
      log.warn({ seq }, 'a request whose sum is not right is not looked at')
      return
    }
    this.#busy = true
    void this.#serve(body, seq)
      .catch((error: unknown) => log.error({ err: error }, 'a request failed; it may have run'))
      .finally(() => {
        this.#busy = false
      })
  }

  async #serve(body: Body, seq: number): Promise<void> {
    const { switches, crash } = this.#parts
    const isOrder = body.op !== OPS.query
    if (isOrder && takes(switches, 'dropRequests')) return
    const crashes = isOrder && takes(switches, 'crashAfterApply')
    const drops = isOrder && takes(switches, 'dropAnswers')
    const told = await this.#carryOut(body)
    if (crashes) crash()
    if (drops) return
    if (switches.delayMs > 0) await wait(switches.delayMs, undefined, { ref: false })
    await this.#answer(body, seq, told)
  }

  #carryOut(body: Body): Promise<Outcome> {
    if (body.op === OPS.grant) return this.#grant(body)
    if (body.op === OPS.revoke) return this.#revoke(body)
    if (body.op === OPS.query) return this.#query(body)
    return Promise.resolve({ outcome: MALFORMED })
  }

  async #grant(body: Body): Promise<Outcome> {
    const { controller, log } = this.#parts
    const nowMs = Date.parse(controller.clock())
    const command = this.#isSealed
      ? sealedGrant(this.#registers, body, this.#macKey)
      : plainGrant(body, controller.ledger, nowMs)
    if (command === undefined) return { outcome: MALFORMED }
    const answer = await controller.execute((ledger, now) => decideGrant(ledger, command, now))
    const { grantKey, plate } = command.order
    log.info({ grantKey, plate, outcome: answer.outcome, reasonCode: answer.reasonCode }, 'grant')
    const outcome = GrantOutcome[answer.outcome]
    return answer.outcome === 'Rejected' ? { outcome, reason: ReasonCode[answer.reasonCode] } : { outcome }
  }

  async #revoke(body: Body): Promise<Outcome> {
    const { controller, log } = this.#parts
    const command = this.#isSealed
      ? sealedRevoke(this.#registers, body, this.#macKey)
      : plainRevoke(body, controller.ledger)
    if (command === undefined) return { outcome: MALFORMED }
    const answer = await controller.execute((ledger, now) => decideRevoke(ledger, command, now))
    log.info({ grantKey: command.grantKey, ...answer }, 'revoke')
    return { outcome: 'denied' in answer ? DENIED : RevokeOutcome[answer.outcome] }
  }

  async #query(body: Body): Promise<Outcome> {
    const held = await this.#parts.controller.read((ledger, now) => queryExemption(ledger, keyOf(body.key), now))
    return { outcome: held.found ? FOUND : NOT_FOUND }
  }

  /** Everything first, its number last: whoever sees the number sees the answer. */
  async #answer(body: Body, seq: number, { outcome, reason }: Outcome): Promise<void> {
    const key = keyOf(body.key)
    const { held, sum } = await this.#parts.controller.read((ledger, now) => ({
      held: queryExemption(ledger, key, now),
      sum: sumHeld(ledger, key),
    }))
    const registers = this.#registers
    registers.set('AckKey', body.key)
    registers.set('AckOutcome', outcome)
    registers.set('AckState', reason ?? ExemptionState[held.state])
    registers.set('AckMinutesUsed', held.minutesUsed)
    registers.set('AckCrc', sum)
    registers.set('AckSeq', seq)
  }
}

/** Of the order that is held under the key; 0 where there is none. */
function sumHeld(ledger: Ledger, key: string): number {
  const grant = ledger.grants.get(key)
  if (grant === undefined) return 0
  const { plate, freeMinutes: minutes, notAfter } = grant
  return orderSum({ key: keyBytes(key), plate, minutes, notAfterMs: Date.parse(notAfter) })
}
