import { Bridge, type Ending } from '../../../parking-bridge/src/bridge.ts'
import { type Random, uuidOf } from '../engine/chance.ts'
import { Part } from '../engine/clockwork.ts'
import { GateLine } from './gate-line.ts'
import type { GateProcess } from './gate-process.ts'
import { HubPort } from './hub-port.ts'
import type { HubProcess } from './hub-process.ts'
import { bridgeLog } from './log.ts'
import { LotPort } from './lot-port.ts'
import { LOT_ID, type Site } from './site.ts'

/** One bridge: the product's own, on doubled ports, until it is killed or a newer one has the lot. */
export class BridgeProcess {
  readonly part = new Part('bridge')
  readonly line: GateLine
  readonly hub: HubPort
  ending: Ending | undefined
  readonly #bridge: Bridge

  constructor(site: Site, gate: GateProcess, choose: () => HubProcess | undefined, random: Random) {
    const { part } = this
    const { clock, plant, faults } = site
    this.line = new GateLine(site, part, gate)
    this.hub = new HubPort(site, part, choose)
    const lot = new LotPort(this.line)
    this.#bridge = new Bridge({
      lot: plant.lot?.(lot, site, gate) ?? lot,
      hub: this.hub,
      ...{ lotId: LOT_ID, bridgeId: 'bridge' },
      time: {
        now: () => clock.now(part),
        wallMs: () => clock.wallMs,
        after: (delayMs, run) => clock.after(part, delayMs, run),
        random: () => random.next(),
        uuid: () => this.#idOf(site, random),
      },
      log: bridgeLog(site, part),
      fault: point => {
        if (part.alive && faults.strikes(point)) site.kill(part)
      },
    })
  }

  start(): void {
    void this.#bridge.run().then(ending => {
      this.ending = ending
    })
  }

  stop(): void {
    this.#bridge.stop()
  }

  /** Its sockets end with it. */
  died(): void {
    this.line.close()
    this.hub.close()
  }

  /** What a dead bridge means to say is known by its id, should anybody hear it. */
  #idOf({ witness }: Site, random: Random): string {
    const id = uuidOf(random)
    if (!this.part.alive) witness.unspoken.add(id)
    return id
  }
}
