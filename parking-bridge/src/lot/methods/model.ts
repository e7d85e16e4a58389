import type { Log } from '../../ports.ts'
import { listenForHints } from '../opcua/hints.ts'
import type { Model } from '../opcua/life.ts'
import { translatesAtOnce } from '../opcua/places/limits.ts'
import type { GatePlace } from '../opcua/places/nodes.ts'
import { checkProtocol, readState, serverTime, stateOf } from '../opcua/state.ts'
import { listenForScans, type Scans } from './cameras.ts'
import { listenForHealth } from './health.ts'
import { type GateNodes, resolveNodes } from './nodes.ts'

/**
 * The information model `urn:gov-hall:parking-gate:v1`, and what serves in the place of what a gate has not.
 * @param scans who hears what its cameras read
 */
export const methodsModel = (
  place: GatePlace,
  log: Log,
  scans: Pick<Scans, 'begin' | 'take'> = NOBODY,
): Model<GateNodes> => ({
  async resolve(session) {
    const nodes = await resolveNodes(session, place, await translatesAtOnce(session))
    await checkProtocol(session, nodes.protocolVersion, log)
    return nodes
  },
  async look(session, { controllerEpoch, controllerTime = serverTime() }) {
    const [epoch, time] = await readState(session, [controllerEpoch, controllerTime])
    return stateOf(epoch!, time!)
  },
  async listen(session, { gate, ledgerSeq, deviceHealth, alarms = gate, cameras = gate }, listener) {
    const subscription = await listenForHints(session, { events: gate, number: ledgerSeq }, listener)
    if (subscription !== undefined)
      await listenForHealth(session, subscription, { alarms, deviceHealth }, listener).catch((error: Error) =>
        listener.lacks('alarms', error.message),
      )
    const heard = await listenForScans(session, cameras, listener, scan => scans.take(scan))
    scans.begin(heard)
    if (heard !== undefined) listener.cameras(heard)
  },
})

const NOBODY = { begin: () => undefined, take: () => undefined }
