import type { Log, Time } from '../../ports.ts'
import { type LinkSettings, OpcuaLink } from '../opcua/link.ts'
import type { GatePlace } from '../opcua/places/nodes.ts'
import type { Capabilities, GateHealth, GrantSending, Hint, Lot, RevokeSending } from '../port.ts'
import type { Skew } from '../skew.ts'
import { eventsSince, grant, ledgerSince, query, revoke } from './calls.ts'
import { Scans } from './cameras.ts'
import { methodsModel } from './model.ts'
import type { GateNodes } from './nodes.ts'

/** The profile of a controller with the methods of the information model `urn:gov-hall:parking-gate:v1`. */
export class MethodsLot implements Lot {
  readonly capabilities: Capabilities = {
    idempotent: true,
    query: true,
    revoke: true,
    // Those of the model that every gate has; `sum` and `replace` it may refuse.
    stack: ['max', 'reject'],
    slips: true,
    ledger: true,
  }
  readonly #link: OpcuaLink<GateNodes>
  readonly #scans: Scans

  constructor(settings: LinkSettings, place: GatePlace, time: Time, log: Log) {
    this.#scans = new Scans(time, settings.speed)
    this.#link = new OpcuaLink(settings, methodsModel(place, log, this.#scans), time, log)
  }

  usable = (): boolean => this.#link.usable()
  epoch = (): string | undefined => this.#link.epoch()
  skew = (): Skew => this.#link.skew()
  health = (): GateHealth | undefined => this.#link.health()
  grant = (sending: GrantSending) => this.#link.ask(at => grant(at, sending))
  revoke = (sending: RevokeSending) => this.#link.ask(at => revoke(at, sending))
  query = (grantKey: string) => this.#link.ask(at => query(at, grantKey))
  eventsSince = (seq: number, max: number) =>
    this.#link.ask(async at => {
      const answer = await eventsSince(at, seq, max)
      return { ...answer, records: await this.#scans.added(answer.records) }
    })
  ledgerSince = (seq: number, max: number) => this.#link.ask(at => ledgerSince(at, seq, max))
  onHint = (listener: (hint: Hint) => void): void => this.#link.onHint(listener)
  open = (): void => this.#link.open()
  close = (): Promise<void> => this.#link.close()
}
