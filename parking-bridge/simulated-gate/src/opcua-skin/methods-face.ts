import { fileURLToPath } from 'node:url'
import { nodesets } from 'node-opcua'
import { raise } from './events.ts'
import type { Face } from './face.ts'
import { addGate } from './gate-object.ts'
import { bindMethods } from './methods.ts'

const MODEL = fileURLToPath(new URL('../../../nodeset/parking-gate.xml', import.meta.url))

/** The gate as an object with methods and events. */
export const methodsFace: Face = {
  nodesets: [nodesets.standard, nodesets.di, MODEL],
  show(space, { config, controller, lanes, switches, log, crash }) {
    const { gate, store, eventTypes, refresh } = addGate(space, controller, lanes, config.SITE_ID)
    bindMethods(store, { controller, switches, macKey: Buffer.from(config.GATE_MAC_KEY, 'hex'), log, crash })
    const site = { siteId: config.SITE_ID, controllerEpoch: controller.ledger.controllerEpoch }
    controller.onCommit(commit => {
      refresh()
      for (const event of commit.events) raise(gate, eventTypes, event, site)
    })
    return () => undefined
  },
}
