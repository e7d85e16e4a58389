import { expect, test } from 'vitest'
import { SHAPES } from '../../../../../../parking-bridge/src/lot/methods/node-map.ts'
import { misfitsOf, type ToldArgument } from '../../../../../../parking-bridge/src/lot/opcua/places/arguments.ts'
import type { Shape } from '../../../../../../parking-bridge/src/lot/opcua/places/node-map.ts'

const { GrantExemption, GetEventsSince } = SHAPES
const told = (shape: Shape, way: 'inputs' | 'outputs', changes: Record<string, ToldArgument>) => ({
  [way]: shape[way].map(({ name, type, isList = false }) => changes[name] ?? { type, isList }),
})
const briefly = (misfits: ReturnType<typeof misfitsOf>) =>
  misfits.map(({ way, place, name, type, should, isRead }) => `${way} ${place} ${name} ${type} ${should} ${isRead}`)

test('[BC12, BC18] a value that goes to the gate has the type of the model, and no other but a list of bytes for bytes', () => {
  const has = told(GrantExemption, 'inputs', { Minutes: { type: 'UInt16' }, Mac: { type: 'Byte', isList: true } })
  expect(briefly(misfitsOf('GrantExemption', GrantExemption, has))).toEqual(['input 4 Minutes UInt16 UInt32 false'])
})

test('[BC12] one that comes from it may be another where the bridge reads that as well', () => {
  const has = told(GrantExemption, 'outputs', {
    ...{ GrantId: { type: 'Guid' }, Outcome: { type: 'UInt32' }, StoredHash: { type: 'String' } },
    ...{ LedgerSeq: { type: 'Double' } },
  })
  expect(briefly(misfitsOf('GrantExemption', GrantExemption, has))).toEqual([
    ...['output 1 GrantId Guid String true', 'output 2 Outcome UInt32 Int32 true'],
    ...['output 4 StoredHash String ByteString false', 'output 6 LedgerSeq Double UInt64 false'],
  ])
  const one = told(GetEventsSince, 'outputs', { Records: { type: 'String', isList: false } })
  expect(briefly(misfitsOf('GetEventsSince', GetEventsSince, one))).toEqual(['output 1 Records String String[] false'])
})

test('[BC12] what the gate does not say is believed', () => {
  const either = told(GetEventsSince, 'outputs', { Records: {}, NextSeq: { type: 'UInt64' } })
  expect(misfitsOf('GetEventsSince', GetEventsSince, either)).toEqual([])
  expect(misfitsOf('GrantExemption', GrantExemption, {})).toEqual([])
})
