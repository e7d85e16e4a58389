import { AttributeIds, type ClientSession, resolveNodeId, VariableIds } from 'node-opcua'
import type { Log } from '../../ports.ts'
import { listenForHints } from '../opcua/hints.ts'
import type { GateState, Model } from '../opcua/life.ts'
import { translatesAtOnce } from '../opcua/limits.ts'
import { speaksOurs } from './node-map.ts'
import { type GateNodes, type GatePlace, resolveNodes } from './nodes.ts'

/** The information model `urn:gov-hall:parking-gate:v1`, and what serves in the place of what a gate has not. */
export const methodsModel = (place: GatePlace, log: Log): Model<GateNodes> => ({
  async resolve(session) {
    const nodes = await resolveNodes(session, place, await translatesAtOnce(session))
    await checkProtocol(session, nodes, log)
    return nodes
  },
  look: (session, nodes) => lookAt(session, nodes),
  listen: (session, { gate, ledgerSeq }, listener) =>
    listenForHints(session, { events: gate, number: ledgerSeq }, listener),
})

async function checkProtocol(session: ClientSession, { protocolVersion }: GateNodes, log: Log): Promise<void> {
  if (protocolVersion === undefined) {
    log.warn({}, 'the gate does not say which version of the model it speaks')
    return
  }
  const version = await session.read({ nodeId: protocolVersion, attributeId: AttributeIds.Value })
  const protocol = String(version.value.value)
  if (!speaksOurs(protocol)) throw new Error(`the gate speaks protocol ${protocol}`)
}

/** A gate without a clock of its own has that of its server. */
async function lookAt(session: ClientSession, nodes: GateNodes): Promise<GateState> {
  const { controllerEpoch, controllerTime = resolveNodeId(VariableIds.Server_ServerStatus_CurrentTime) } = nodes
  const wanted = [controllerEpoch, controllerTime]
  const values = await session.read(wanted.map(nodeId => ({ nodeId, attributeId: AttributeIds.Value })))
  const [epoch, time] = values
  for (const value of values)
    if (!value.statusCode.isGood()) throw new Error(`the gate's state is not readable (${value.statusCode.name})`)
  return {
    gateEpoch: String(epoch!.value.value).toLowerCase(),
    controllerTime: (time!.value.value as Date).toISOString(),
  }
}
