import type { Log, Time } from '../../ports.ts'
import { noLedger } from '../no-ledger.ts'
import { CallFailed } from '../opcua/call-failed.ts'
import type { At } from '../opcua/life.ts'
import { type LinkSettings, OpcuaLink } from '../opcua/link.ts'
import type { GatePlace } from '../opcua/places/nodes.ts'
import { LINK_DOWN } from '../opcua/status-codes.ts'
import type { Capabilities, GrantSending, Hint, Lot, Ordered, QueryAnswer, RevokeSending, Told } from '../port.ts'
import type { Skew } from '../skew.ts'
import { grantAnswer, queryAnswer, revokeAnswer } from './answers.ts'
import { Exchange } from './exchange.ts'
import { Facts } from './facts.ts'
import { registersModel } from './model.ts'
import type { RegisterNodes } from './nodes.ts'
import { PastKeys } from './past-keys.ts'
import { grantRequest, queryRequest, revokeRequest } from './requests.ts'

/** The profile of a controller without methods: orders and answers stand in registers, facts in a ring. */
export class RegistersLot implements Lot {
  /** Within its table of past keys, which has to hold the orders of a day and more. */
  readonly capabilities: Capabilities = {
    idempotent: true,
    query: true,
    revoke: true,
    // Those of the model that every gate has; `sum` and `replace` it may refuse.
    stack: ['max', 'reject'],
    slips: true,
    ledger: false,
  }
  readonly #link: OpcuaLink<RegisterNodes>
  readonly #exchange = new Exchange()
  readonly #pastKeys = new PastKeys()
  readonly #facts: Facts

  constructor(settings: LinkSettings, place: GatePlace, time: Time, log: Log) {
    this.#link = new OpcuaLink(settings, registersModel(place, log), time, log)
    this.#facts = new Facts(log)
  }

  usable = (): boolean => this.#link.usable()
  epoch = (): string | undefined => this.#link.epoch()
  skew = (): Skew => this.#link.skew()
  grant = (sending: GrantSending) =>
    this.#inTurn(async gate => {
      this.#pastKeys.give(sending.order.key)
      return grantAnswer(await this.#exchange.ask(gate, grantRequest(sending)), sending)
    })
  revoke = (sending: RevokeSending) =>
    this.#inTurn(async gate => {
      this.#pastKeys.give(sending.grantKey)
      return revokeAnswer(await this.#exchange.ask(gate, revokeRequest(sending)))
    })
  query = (grantKey: string, ordered: Ordered) =>
    this.#inTurn(async (gate): Promise<QueryAnswer> => {
      this.#pastKeys.ask(grantKey)
      const answer = queryAnswer(await this.#exchange.ask(gate, queryRequest(grantKey)), ordered)
      const { keyDepth } = gate.nodes
      if (answer.found || keyDepth === undefined) return answer
      const mayBeForgotten = this.#pastKeys.mayBeForgotten(grantKey, keyDepth)
      return { ...answer, forgets: true, ...(mayBeForgotten ? { mayBeForgotten } : {}) }
    })
  eventsSince = (seq: number, max: number) => this.#link.ask(gate => this.#facts.since(gate, seq, max))
  ledgerSince = noLedger
  onHint = (listener: (hint: Hint) => void): void => this.#link.onHint(listener)
  open = (): void => this.#link.open()
  close = (): Promise<void> => this.#link.close()

  /** One at a time. What was meant for a ledger that is lost by the time its turn comes does not begin. */
  #inTurn<A>(run: (gate: At<RegisterNodes>) => Promise<A>): Promise<Told<A>> {
    const gateEpoch = this.epoch()
    return this.#exchange.inTurn(() =>
      this.#link.ask(async gate => {
        if (gate.gateEpoch !== gateEpoch) throw new CallFailed(LINK_DOWN, true)
        return run(gate)
      }),
    )
  }
}
