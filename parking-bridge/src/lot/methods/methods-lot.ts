import type { Log, Time } from '../../ports.ts'
import { type LinkSettings, OpcuaLink } from '../opcua/link.ts'
import type { GatePlace } from '../opcua/places/nodes.ts'
import type { Capabilities, GrantSending, Hint, Lot, RevokeSending } from '../port.ts'
import type { Skew } from '../skew.ts'
import { eventsSince, grant, query, revoke } from './calls.ts'
import { methodsModel } from './model.ts'
import type { GateNodes } from './nodes.ts'

/** The profile of a controller with the methods of the information model `urn:gov-hall:parking-gate:v1`. */
export class MethodsLot implements Lot {
  readonly capabilities: Capabilities = { idempotent: true, query: true, revoke: true, preSession: true, stack: true }
  readonly #link: OpcuaLink<GateNodes>

  constructor(settings: LinkSettings, place: GatePlace, time: Time, log: Log) {
    this.#link = new OpcuaLink(settings, methodsModel(place, log), time, log)
  }

  usable = (): boolean => this.#link.usable()
  epoch = (): string | undefined => this.#link.epoch()
  skew = (): Skew => this.#link.skew()
  grant = (sending: GrantSending) => this.#link.ask(at => grant(at, sending))
  revoke = (sending: RevokeSending) => this.#link.ask(at => revoke(at, sending))
  query = (grantKey: string) => this.#link.ask(at => query(at, grantKey))
  eventsSince = (seq: number, max: number) => this.#link.ask(at => eventsSince(at, seq, max))
  onHint = (listener: (hint: Hint) => void): void => this.#link.onHint(listener)
  open = (): void => this.#link.open()
  close = (): Promise<void> => this.#link.close()
}
