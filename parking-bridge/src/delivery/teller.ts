import type { BridgeParts } from '../ports.ts'
import type { Order } from './orders.ts'
import { phantomTell } from './phantoms.ts'
import type { Tell } from './progress.ts'

/** Refusals after which there is nothing left to tell: the exemption ended on another road. */
const OVER = new Set(['exemption.ended', 'exemption.unknown', 'phantom.unknown'])

/** Tells the hub what came of the orders; what is told of one exemption is told in order. */
export class Teller {
  #parts: BridgeParts
  #bridgeEpoch: () => number
  #fenced: () => void
  #telling = new Map<string, Promise<void>>()

  constructor(parts: BridgeParts, bridgeEpoch: () => number, fenced: () => void) {
    this.#parts = parts
    this.#bridgeEpoch = bridgeEpoch
    this.#fenced = fenced
  }

  tell({ stream }: Order, tell: Tell): void {
    const { hub, time, log } = this.#parts
    const { exemptionId } = tell
    const said = stream.startsWith('lot:') ? phantomTell(tell) : tell
    const command = { ...said, commandId: time.uuid(), bridgeEpoch: this.#bridgeEpoch() }
    const before = this.#telling.get(exemptionId) ?? Promise.resolve()
    const told = before
      .then(() => hub.command(stream, command))
      .then(answer => {
        const about = { exemptionId, tell: tell.type }
        if (answer.ok) log.info(about, 'told the hub')
        else if (OVER.has(answer.code)) log.info({ ...about, code: answer.code }, 'the hub had closed it already')
        else log.error({ ...about, code: answer.code }, 'the hub refused what the gate said')
        if (!answer.ok && answer.code === 'lot.fenced') this.#fenced()
      })
      .catch((error: unknown) => log.error({ err: error, exemptionId }, 'the hub could not be told'))
      .finally(() => {
        if (this.#telling.get(exemptionId) === told) this.#telling.delete(exemptionId)
      })
    this.#telling.set(exemptionId, told)
  }
}
