import { crc32 } from 'node:zlib'
import { type NumericRange, StatusCodes } from 'node-opcua'
import { beforeEach, expect, test } from 'vitest'
import type { At } from '../../../../../parking-bridge/src/lot/opcua/life.ts'
import { Facts } from '../../../../../parking-bridge/src/lot/registers/facts.ts'
import type { RegisterNodes } from '../../../../../parking-bridge/src/lot/registers/nodes.ts'
import { SLOT_BYTES } from '../../../../../parking-bridge/src/lot/registers/ring.ts'

const SIZE = 8
const PAID = 3

function slot(seq: number): Buffer {
  const bytes = Buffer.alloc(SLOT_BYTES)
  bytes.writeUInt32BE(seq, 0)
  bytes.writeUInt16BE(PAID, 4)
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 124)), 124)
  return bytes
}

/** A ring on paper: what a server may say that ours never does. */
let values: Record<string, unknown>
let looks: number
let tail: (typeof StatusCodes)['Good']
let onLook: () => void
let said: string[]
let facts: Facts

const gate = () => {
  const read = async (wanted: { nodeId: string; indexRange?: NumericRange }[]) => {
    if (wanted[0]?.nodeId === 'Txn') looks += 1
    onLook()
    return wanted.map(({ nodeId, indexRange }) => {
      const [from, to] = (indexRange?.toString() ?? '').split(':').map(Number)
      const value = values[nodeId]
      const some = Array.isArray(value) ? value.slice(from, (to ?? from!) + 1) : value
      return { statusCode: StatusCodes.Good, value: { value: some } }
    })
  }
  const write = async ([asked]: { nodeId: string; value: { value: { value: unknown } } }[]) => {
    if (tail.isGood()) values[asked!.nodeId] = asked!.value.value.value
    return [tail]
  }
  const ids = { PlcEpoch: 'PlcEpoch', TxnHead: 'TxnHead', TxnTail: 'TxnTail', Txn: 'Txn' }
  const session = { read, write }
  return {
    session,
    nodes: { ids, ringSize: SIZE, ringInBytes: false },
    gateEpoch: 'E1',
  } as unknown as At<RegisterNodes>
}

beforeEach(() => {
  const ring = Array.from({ length: SIZE }, (_, index) => slot(index === 0 ? SIZE : index))
  values = { PlcEpoch: 'E1', TxnHead: 5, TxnTail: 0, Txn: ring }
  looks = 0
  tail = StatusCodes.Good
  onLook = () => undefined
  said = []
  const say = (_about: object, text: string) => void said.push(text)
  facts = new Facts({ debug: say, info: say, warn: say, error: say })
})

const seqs = (records: readonly { kind: string; gateSeq: number }[]) => records.map(({ gateSeq }) => gateSeq)

test('[PF8] facts are read once, and a slot that is not what it should be a second time', async () => {
  expect(seqs((await facts.since(gate(), 3, 24)).records)).toEqual([4, 5])
  expect([looks, values['TxnTail']]).toEqual([1, 3])
  // given a slot that is being written while it is read
  const ring = values['Txn'] as Buffer[]
  ring[5] = Buffer.alloc(SLOT_BYTES)
  onLook = () => {
    if (looks === 3) ring[5] = slot(5)
  }
  expect(await facts.since(gate(), 4, 24)).toMatchObject({ records: [{ kind: 'paid', gateSeq: 5 }] })
  expect(looks).toBe(3)
})

test('[PF8] a controller that does not let its tail be moved tells its facts all the same, and is complained of once', async () => {
  tail = StatusCodes.BadUserAccessDenied
  for (let time = 0; time < 2; time += 1) expect(seqs((await facts.since(gate(), 3, 24)).records)).toEqual([4, 5])
  expect(said).toEqual(['the gate does not let itself be told which facts are recorded'])
})

test('[PF8] a ring of another epoch is none of ours, and one that counts less than it has told is no silence', async () => {
  values['PlcEpoch'] = 'E2'
  await expect(facts.since(gate(), 3, 24)).rejects.toMatchObject({ code: 'BadUnexpectedError', said: false })
  values['PlcEpoch'] = 'E1'
  for (let time = 0; time < 2; time += 1)
    await expect(facts.since(gate(), 6, 24)).rejects.toMatchObject({ code: 'BadUnexpectedError', said: true })
  expect(said).toEqual(['the gate counts fewer facts than it has told, and says nothing of a cold start'])
  expect(await facts.since(gate(), 5, 24)).toEqual({ records: [], gateEpoch: 'E1', oldestSeq: 1 })
})
