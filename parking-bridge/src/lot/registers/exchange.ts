import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { asByteArray, bytesOf } from '../opcua/bytes.ts'
import { CallFailed } from '../opcua/call-failed.ts'
import type { At } from '../opcua/life.ts'
import { epochOf } from '../opcua/state.ts'
import { LINK_DOWN, proofOf } from '../opcua/status-codes.ts'
import type { Answered } from './answers.ts'
import { type Mine, type Next, next, seqAfter } from './handshake.ts'
import { keyOf } from './layout.ts'
import type { RegisterNodes } from './nodes.ts'
import { bodyValues, type Request, uint32 } from './requests.ts'
import { readValues, writeValues } from './values.ts'

/** A controller answers within some cycles, or it does not. */
const ANSWER_MS = 2_000
/** Between two looks, doubled each time; the first finds the answer of a fast controller. */
const LOOK_FIRST_MS = 4
const LOOK_MAX_MS = 32

type Gate = At<RegisterNodes>

/** The handshake over the registers of one controller: one request at a time, its body first, then its trigger. */
export class Exchange {
  #turn: Promise<unknown> = Promise.resolve()
  /** Triggered, and its answer was not read. */
  #lost: Mine | undefined
  /** The request that was waited for in vain: the next one need not wait for it again. */
  #givenUp: number | undefined

  /** Runs when everything before it has ended, well or not. */
  inTurn<A>(work: () => Promise<A>): Promise<A> {
    const mine = this.#turn.then(work)
    this.#turn = mine.catch(() => undefined)
    return mine
  }

  /** @throws CallFailed, whose code proves that nothing ran or leaves it open. */
  async ask(gate: Gate, { body, seal }: Request): Promise<Answered> {
    const { session, nodes } = gate
    const { ids, byteArrays } = nodes
    const before = await this.#freeOf(gate).catch(nothingRan)
    const seq = seqAfter(before)
    const values = Object.entries({ ...valuesOf(body, seq), ...seal }).flatMap(([name, value]) => {
      const nodeId = ids[name as keyof typeof ids]
      const fitting = byteArrays.has(name) ? asByteArray(value) : value
      return nodeId === undefined ? [] : [[nodeId, fitting] as const]
    })
    await writeValues(session, values, nodes.writes).catch(nothingRan)
    const mine = { seq, before: before.reqSeq, key: body.key }
    this.#lost = mine
    await writeValues(session, [[ids.ReqSeq, uint32(seq)]])
    const answered = await this.#answerTo(gate, mine).catch(mayHaveRun)
    this.#lost = undefined
    return answered
  }

  /** Waits until nothing is under way any more, or has been for so long that nobody will answer it. */
  async #freeOf(gate: Gate): Promise<Answered> {
    const lateMs = performance.now() + ANSWER_MS
    for (let lookMs = LOOK_FIRST_MS; ; lookMs = Math.min(LOOK_MAX_MS, 2 * lookMs)) {
      const view = await read(gate)
      // Whatever became of a lost request, its caller asks for it again by its key.
      if (next(view, this.#lost) !== 'wait') this.#lost = undefined
      const isFree = view !== undefined && (next(view, this.#lost) === 'write' || view.reqSeq === this.#givenUp)
      const isLate = performance.now() > lateMs
      if (view !== undefined && (isFree || isLate)) return view
      if (isLate) throw new CallFailed('BadTimeout', true)
      await wait(lookMs)
    }
  }

  async #answerTo(gate: Gate, mine: Mine): Promise<Answered> {
    const lateMs = performance.now() + ANSWER_MS
    let before: Next = 'wait'
    for (let lookMs = LOOK_FIRST_MS; ; lookMs = Math.min(LOOK_MAX_MS, 2 * lookMs)) {
      const view = await read(gate)
      const now = next(view, mine)
      // One Read of many registers is not one moment: what counts was read after the answer was seen to be there.
      if (view !== undefined && now === 'take' && before === 'take') return view
      if (now === 'strange') throw new CallFailed('BadUnexpectedError', true)
      before = now
      if (now === 'take') continue
      // A gateway may show what it was just given some cycles later: also a trigger that is not there yet is waited for.
      if (performance.now() > lateMs) {
        this.#givenUp = mine.seq
        throw new CallFailed('BadTimeout', true)
      }
      await wait(lookMs)
    }
  }
}

/**
 * All registers of the handshake, in one call where the server takes so many.
 * @returns undefined where one of them is Uncertain, which proves nothing (ADR 48)
 * @throws CallFailed, and ends the link, when the controller started anew.
 */
async function read({ session, nodes: { ids, reads }, gateEpoch }: Gate): Promise<Answered | undefined> {
  const { PlcEpoch, ReqSeq, AckSeq, AckKey, AckOutcome, AckState, AckCrc } = ids
  const wanted = [PlcEpoch, ReqSeq, AckSeq, AckKey, AckOutcome, AckState, AckCrc].map(nodeId => ({ nodeId }))
  const values = await readValues(session, wanted, reads).catch(noneIfUncertain)
  if (values === undefined) return undefined
  const [epoch, reqSeq, ackSeq, ackKey, outcome, state, crc] = values
  if (epochOf(epoch) !== gateEpoch) throw new CallFailed('BadUnexpectedError', false)
  return {
    ...{ epoch: gateEpoch, reqSeq: Number(reqSeq), ackSeq: Number(ackSeq), ackKey: keyOf(bytesOf(ackKey)) },
    ...{ outcome: Number(outcome), state: Number(state), crc: Number(crc) },
  }
}

function noneIfUncertain(error: unknown): undefined {
  if (!(error instanceof CallFailed) || !error.code.startsWith('Uncertain')) throw error
}

function valuesOf(body: Request['body'], seq: number) {
  try {
    return bodyValues(body, seq)
  } catch (error) {
    throw new CallFailed('BadOutOfRange', true, error)
  }
}

/** Before its trigger is written, nothing has run, whatever else the code would leave open. */
function nothingRan(error: unknown): never {
  if (!(error instanceof CallFailed) || proofOf(error.code) !== 'unknown') throw error
  throw new CallFailed(LINK_DOWN, error.said, error)
}

/** Behind the trigger no code of a read proves that nothing has run. */
function mayHaveRun(error: unknown): never {
  if (!(error instanceof CallFailed) || proofOf(error.code) === 'unknown') throw error
  throw new CallFailed('BadUnexpectedError', error.said, error)
}
