import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { AttributeIds, type ClientSession } from 'node-opcua'
import type { Log } from '../../ports.ts'
import { byteArraysAmong } from '../opcua/bytes.ts'
import { listenForHints } from '../opcua/hints.ts'
import type { Model } from '../opcua/life.ts'
import { readsAtOnce, translatesAtOnce, writesAtOnce } from '../opcua/places/limits.ts'
import { namesIn } from '../opcua/places/node-map.ts'
import { type GatePlace, locate, type NodeId } from '../opcua/places/nodes.ts'
import { isUsable } from '../opcua/quality.ts'
import { checkProtocol, readState, serverTime, stateOf } from '../opcua/state.ts'
import { BYTES, isSealed, REGISTERS_MODEL, type RegisterIds, type RegisterNodes } from './nodes.ts'
import { slotsOf } from './ring.ts'

/** A server may go on while the program of its controller stands: without a beat in this time nothing is sent. */
const STILL_MS = 3_000
const LISTEN_EVERY_MS = 50

/** The registers of `urn:gov-hall:parking-registers:v1`, of a controller whose heart was heard. */
export const registersModel = (place: GatePlace, log: Log): Model<RegisterNodes> => ({
  async resolve(session) {
    const { named } = await locate(session, REGISTERS_MODEL, place, await translatesAtOnce(session))
    const found = namesIn(REGISTERS_MODEL).flatMap(name => {
      const nodeId = named(name)
      return nodeId === undefined ? [] : [[name, nodeId] as const]
    })
    const ids = Object.fromEntries(found) as RegisterIds
    await checkProtocol(session, ids.ProtocolVersion, log)
    if (!isSealed(ids)) log.warn({}, 'the gate has not all registers of the seal: it cannot tell whose an order is')
    const [ring] = await readState(session, [ids.Txn])
    const ringInBytes = ring!.value.value instanceof Uint8Array
    const ringSize = slotsOf(ring!.value.value).length
    const keyDepth = ids.KeyDepth === undefined ? undefined : await depthIn(session, ids.KeyDepth)
    const [reads, writes] = [await readsAtOnce(session), await writesAtOnce(session)]
    const bytes = BYTES.flatMap(name => (ids[name] === undefined ? [] : [[name, ids[name]] as const]))
    const byteArrays = await byteArraysAmong(session, bytes)
    const ringIs = { ringSize, ringInBytes }
    return { ids, reads, writes, byteArrays, ...ringIs, keyDepth, heart: await hearBeat(session, ids.Heartbeat) }
  },
  async look(session, { ids, reads, heart }) {
    const { PlcEpoch, Heartbeat, ControllerTime = serverTime() } = ids
    const [epoch, beat, time] = await readState(session, [PlcEpoch, Heartbeat, ControllerTime], reads)
    feel(heart, String(beat!.value.value))
    return stateOf(epoch!, time!)
  },
  async listen(session, { ids }, listener) {
    await listenForHints(session, { number: ids.TxnHead }, listener)
  },
})

/** @returns undefined for what is no number of keys: a controller that does not say it is served all the same. */
async function depthIn(session: ClientSession, nodeId: NodeId): Promise<number | undefined> {
  const { statusCode, value } = await session.read({ nodeId, attributeId: AttributeIds.Value })
  const depth = isUsable(statusCode) ? Number(value.value) : 0
  return Number.isSafeInteger(depth) && depth > 0 ? depth : undefined
}

/** Waits for the first beat: of a value that does not change nobody knows how old it is. @throws when there is none. */
async function hearBeat(session: ClientSession, heartbeat: NodeId): Promise<RegisterNodes['heart']> {
  const read = async (): Promise<string> => String((await readState(session, [heartbeat]))[0]!.value.value)
  const heart = { beat: await read(), beatAtMs: performance.now() }
  const first = heart.beat
  while (heart.beat === first) {
    await wait(LISTEN_EVERY_MS)
    feel(heart, await read())
  }
  return heart
}

/** @throws when the heart stands still. */
function feel(heart: RegisterNodes['heart'], beat: string): void {
  const nowMs = performance.now()
  if (beat === heart.beat && nowMs - heart.beatAtMs > STILL_MS)
    throw new Error('the heartbeat of the gate stands still')
  if (beat !== heart.beat) Object.assign(heart, { beat, beatAtMs: nowMs })
}
