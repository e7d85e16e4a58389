import { NumericRange } from 'node-opcua'
import type { Log } from '../../ports.ts'
import { CallFailed } from '../opcua/call-failed.ts'
import type { At } from '../opcua/life.ts'
import { epochOf } from '../opcua/state.ts'
import type { EventsAnswer } from '../port.ts'
import type { RegisterNodes } from './nodes.ts'
import { uint32 } from './requests.ts'
import { isUnsettled, oldestIn, type Range, recordsIn, slotsAfter, slotsOf } from './ring.ts'
import { readValues, writeValues } from './values.ts'

type Gate = At<RegisterNodes>

/** What servers say that have no IndexRange, or none of such a value (OPC 10000-4 §7.27). */
const RANGELESS = new Set(['BadIndexRangeInvalid', 'BadIndexRangeNoData', 'BadNotSupported', 'BadNotImplemented'])

/** The facts of a controller, out of its ring. */
export class Facts {
  #log: Log
  /** The latest complaint: once is enough, and the controller is asked every few seconds. */
  #said = ''
  /** The server has no IndexRange. */
  #isWhole = false

  constructor(log: Log) {
    this.#log = log
  }

  /** That somebody asks from `seq` says that all up to it is recorded: the controller is told so. */
  async since(gate: Gate, seq: number, max: number): Promise<EventsAnswer> {
    const { session, nodes, gateEpoch } = gate
    const { PlcEpoch, TxnHead, TxnTail } = nodes.ids
    const wanted = [PlcEpoch, TxnHead, TxnTail].map(nodeId => ({ nodeId }))
    const state = await readValues(session, wanted, nodes.reads)
    const [head, tail] = [Number(state[1]), Number(state[2])]
    if (epochOf(state[0]) !== gateEpoch) throw new CallFailed('BadUnexpectedError', false)
    if (head < seq) {
      this.#complain({ head, seq }, 'the gate counts fewer facts than it has told, and says nothing of a cold start')
      throw new CallFailed('BadUnexpectedError', true)
    }
    if (seq > tail) await this.#release(gate, seq)
    const { first, ranges } = slotsAfter(seq, max, head, nodes.ringSize)
    const answer = { gateEpoch, oldestSeq: oldestIn(head, nodes.ringSize) }
    if (ranges.length === 0) return { records: [], ...answer }
    let slots = await this.#slotsIn(gate, ranges)
    if (isUnsettled(slots, first)) slots = await this.#slotsIn(gate, ranges)
    return { records: recordsIn(slots, first), ...answer }
  }

  /** By their numbers, or out of the whole ring where the server cannot do that. */
  async #slotsIn(gate: Gate, ranges: readonly Range[]): Promise<Uint8Array[]> {
    if (!this.#isWhole && !gate.nodes.ringInBytes) {
      const parts = await partsOf(gate, ranges).catch((error: unknown) => {
        if (!(error instanceof CallFailed) || !RANGELESS.has(error.code)) throw error
        this.#log.info({ code: error.code }, 'the gate reads no part of its ring: the whole of it is read instead')
        this.#isWhole = true
      })
      if (parts !== undefined) return parts
    }
    const [ring] = await readValues(gate.session, [{ nodeId: gate.nodes.ids.Txn }])
    const slots = slotsOf(ring)
    return ranges.flatMap(({ from, to }) => slots.slice(from, to + 1))
  }

  /** A controller that does not take it keeps its facts all the same, and loses the oldest when its ring comes round. */
  async #release({ session, nodes }: Gate, seq: number): Promise<void> {
    await writeValues(session, [[nodes.ids.TxnTail, uint32(seq)]]).catch((error: unknown) => {
      if (!(error instanceof CallFailed) || !error.said) throw error
      this.#complain({ code: error.code }, 'the gate does not let itself be told which facts are recorded')
    })
  }

  #complain(about: object, text: string): void {
    if (this.#said === text) return
    this.#said = text
    this.#log.error(about, text)
  }
}

async function partsOf({ session, nodes }: Gate, ranges: readonly Range[]): Promise<Uint8Array[]> {
  const nodeId = nodes.ids.Txn
  const wanted = ranges.map(({ from, to }) => ({
    nodeId,
    indexRange: from === to ? new NumericRange(from) : new NumericRange(from, to),
  }))
  const parts = await readValues(session, wanted, nodes.reads)
  return parts.flatMap((part, index) => {
    const { from, to } = ranges[index]!
    const slots = slotsOf(part)
    // There are servers that take no notice of it.
    return slots.length === nodes.ringSize ? slots.slice(from, to + 1) : slots
  })
}
