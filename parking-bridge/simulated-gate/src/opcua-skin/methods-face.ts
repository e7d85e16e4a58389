import { fileURLToPath } from 'node:url'
import { nodesets } from 'node-opcua'
import type { Config } from '../config.ts'
import { addAlarms } from './alarms.ts'
import { addCameras } from './cameras.ts'
import { raise } from './events.ts'
import type { Face } from './face.ts'
import { addGate } from './gate-object.ts'
import { bindMethods } from './methods.ts'

const MODEL = fileURLToPath(new URL('../../../nodeset/parking-gate.xml', import.meta.url))

/** The gate as an object with methods and events, and its cameras beside it where they are devices of their own. */
export const methodsFace = (kind: Config['CAMERAS']): Face => ({
  nodesets: [nodesets.standard, nodesets.di, ...(kind === 'autoid' ? [nodesets.autoId] : []), MODEL],
  show(space, { config, controller, lanes, alarms, cameras, switches, log, crash }) {
    const { gate, store, eventTypes, refresh } = addGate(space, controller, lanes, config.SITE_ID)
    addAlarms(space, gate, alarms, controller.clock)
    const laneIds = lanes.all.map(({ laneId }) => laneId)
    if (kind === 'autoid') addCameras(space, gate, laneIds, cameras)
    const macKey = Buffer.from(config.GATE_MAC_KEY, 'hex')
    bindMethods(store, { controller, switches, macKey, log, crash, tellsConfidence: kind === 'none' })
    const site = { siteId: config.SITE_ID, controllerEpoch: controller.ledger.controllerEpoch }
    controller.onCommit(commit => {
      refresh()
      for (const event of commit.events) raise(gate, eventTypes, event, site)
    })
    return () => undefined
  },
})
