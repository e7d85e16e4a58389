import type { AddressSpace } from 'node-opcua'
import type { Config } from '../config.ts'
import type { GateController } from '../controller.ts'
import type { Logger } from '../log.ts'
import type { Alarms } from '../world/alarms.ts'
import type { Cameras } from '../world/cameras.ts'
import type { Lanes } from '../world/lanes.ts'
import type { Switches } from '../world/switches.ts'

export interface Parts {
  config: Config
  controller: GateController
  lanes: Lanes
  alarms: Alarms
  cameras: Cameras
  switches: Switches
  log: Logger
  crash: () => void
}

/** What of the gate stands in the address space, and what is done by it. */
export interface Face {
  nodesets: string[]
  /** @returns how to end what it does. */
  show(space: AddressSpace, parts: Parts): () => void
}
