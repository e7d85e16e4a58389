import { DataType, nodesets, VariantArrayType } from 'node-opcua'
import type { GateEvent } from '../ledger.ts'
import type { Face } from '../opcua-skin/face.ts'
import { Program } from './program.ts'
import { Registers } from './registers.ts'
import { Ring } from './ring.ts'

/** So often the program of a controller goes round. */
const CYCLE_MS = 10
const PROTOCOL_VERSION = '1.0.0'

/** The gate as a controller without methods: registers, a program that looks at them, and a ring of facts. */
export const registersFace: Face = {
  nodesets: [nodesets.standard],
  show(space, parts) {
    const { config, controller, log } = parts
    const { ledger } = controller
    const ring = new Ring(config.FACTS_KEPT)
    let program: Program | undefined
    const registers = new Registers(space, config.SEALED === 'yes', {
      PlcEpoch: () => ({ dataType: DataType.Guid, value: ledger.controllerEpoch }),
      Heartbeat: () => ({ dataType: DataType.UInt32, value: program?.beats ?? 0 }),
      ControllerTime: () => ({ dataType: DataType.DateTime, value: new Date(controller.clock()) }),
      ProtocolVersion: () => ({ dataType: DataType.String, value: PROTOCOL_VERSION }),
      KeyDepth: () => ({ dataType: DataType.UInt32, value: config.KEYS_KEPT }),
      Txn: () => ({ dataType: DataType.ByteString, arrayType: VariantArrayType.Array, value: ring.slots }),
    })
    let isOverrun = false
    const tell = (events: readonly GateEvent[]): void => {
      for (const index of events.keys()) ring.put(events, index)
      const head = events.at(-1)?.sequenceNumber
      if (head === undefined) return
      registers.set('TxnHead', head)
      const wasOverrun = isOverrun
      isOverrun = head - Number(registers.get('TxnTail')) > config.FACTS_KEPT
      if (isOverrun && !wasOverrun) log.warn({ head }, 'the ring has come round over facts that nobody has recorded')
    }
    tell(ledger.events)
    controller.onCommit(({ events }) => tell(events))
    program = new Program(parts, registers)
    const cycles = setInterval(() => program.cycle(), CYCLE_MS)
    return () => clearInterval(cycles)
  },
}
