import type { Log } from '../../ports.ts'
import { listenForHints } from '../opcua/hints.ts'
import type { Model } from '../opcua/life.ts'
import { translatesAtOnce } from '../opcua/places/limits.ts'
import type { GatePlace } from '../opcua/places/nodes.ts'
import { checkProtocol, readState, serverTime } from '../opcua/state.ts'
import { type GateNodes, resolveNodes } from './nodes.ts'

/** The information model `urn:gov-hall:parking-gate:v1`, and what serves in the place of what a gate has not. */
export const methodsModel = (place: GatePlace, log: Log): Model<GateNodes> => ({
  async resolve(session) {
    const nodes = await resolveNodes(session, place, await translatesAtOnce(session))
    await checkProtocol(session, nodes.protocolVersion, log)
    return nodes
  },
  async look(session, { controllerEpoch, controllerTime = serverTime() }) {
    const [epoch, time] = await readState(session, [controllerEpoch, controllerTime])
    return { gateEpoch: String(epoch!.value).toLowerCase(), controllerTime: (time!.value as Date).toISOString() }
  },
  listen: (session, { gate, ledgerSeq }, listener) =>
    listenForHints(session, { events: gate, number: ledgerSeq }, listener),
})
