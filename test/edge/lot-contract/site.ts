import type { Lot } from '../../../parking-bridge/src/lot/port.ts'
import type { TcpProxy } from '../../support/tcp-proxy.ts'
import type { GateProcess } from '../simulated-gate/gate-process.ts'

/** A car park of one profile: the port of the bridge, the real gate behind it, and the cable between them. */
export interface Site {
  lot: Lot
  cable: TcpProxy
  /** The world around the gate, and what it has written down. */
  world: Pick<GateProcess, 'get' | 'post'>
  /** kill -9 of the gate, and its next start on what it wrote down. */
  restart(): Promise<void>
  /** The same, without anything it wrote down. */
  coldStart(): Promise<void>
  close(): Promise<void>
}
