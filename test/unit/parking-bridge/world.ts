import { Bridge } from '../../../parking-bridge/src/bridge.ts'
import type { Log } from '../../../parking-bridge/src/ports.ts'
import { GateDouble, LOT_ID, LotDouble } from './gate-double.ts'
import { HubDouble, HubPort } from './hub-double.ts'
import { VirtualTime } from './virtual-time.ts'

const silent = () => undefined
const log: Log = { debug: silent, info: silent, warn: silent, error: silent }

/** Hub and gate as doubles that outlive every bridge, and bridges of the product between them. */
export function openWorld(random?: () => number) {
  const time = new VirtualTime(random)
  const gate = new GateDouble(time)
  const hub = new HubDouble(time)
  const ends: string[] = []
  /** @returns how to end it. */
  const startBridge = (warn: Log['warn'] = silent): (() => void) => {
    const own = { lot: new LotDouble(gate), hub: new HubPort(hub), log: { ...log, warn } }
    const parts = { ...own, lotId: LOT_ID, bridgeId: 'b', time }
    const bridge = new Bridge(parts)
    void bridge.run().then(ending => ends.push(ending))
    return () => bridge.stop()
  }
  const rewarded = (plate: string, validMinutes = 60) => hub.grant(plate, gate.enter(plate), validMinutes)
  const rowOf = (id: string) => hub.hall.exemptions.get(id)!
  const toldOf = () => hub.told.map(({ type }) => type).filter(type => type.startsWith('exemption.'))
  return { time, gate, hub, ends, startBridge, rewarded, rowOf, toldOf }
}
