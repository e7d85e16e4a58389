import { DataType, Variant, VariantArrayType } from 'node-opcua'
import { expect, test } from 'vitest'
import { epochOf, timeOf } from '../../../../../parking-bridge/src/lot/opcua/state.ts'

const HASH = /^[0-9a-f]{64}$/

test('[GT63] whatever scalar a controller tells its ledgers apart by becomes a plain text of at most 64 signs', () => {
  expect(epochOf('4F2504E0-4F89-51D3-9A0C-0305E82C3301')).toBe('4f2504e0-4f89-51d3-9a0c-0305e82c3301')
  expect([epochOf(7), epochOf([0, 7])]).toEqual(['7', '0,7'])
  expect(epochOf(new Date('2026-11-23T01:00:00.123Z'))).toBe('2026-11-23T01:00:00.123Z')
})

test('[GT63] two epochs that differ stay two, also as bytes, and what is long or no plain text has its hash', () => {
  // Only of a Guid large and small letters are the same.
  expect([epochOf('Ab'), epochOf('aB')]).toEqual(['Ab', 'aB'])
  // As UTF-8 both would be the same sign for what cannot be read.
  expect([epochOf(Buffer.from([0xff, 0xfe])), epochOf(Buffer.from([0xfe, 0xff]))]).toEqual(['fffe', 'feff'])
  const [long, longer] = [epochOf('x'.repeat(65)), epochOf('x'.repeat(66))]
  for (const text of [long, longer, epochOf('冷启动 3'), epochOf('')]) expect(text).toMatch(HASH)
  expect(long).not.toBe(longer)
})

test('[GT63] a clock of another type than DateTime is named, and not read as something else', () => {
  const at = new Date('2026-11-23T01:00:00.000Z')
  expect(timeOf(new Variant({ dataType: DataType.DateTime, value: at }))).toBe('2026-11-23T01:00:00.000Z')
  const ns = new Variant({ dataType: DataType.UInt64, arrayType: VariantArrayType.Scalar, value: [1, 2] })
  expect(() => timeOf(ns)).toThrow('the clock of the gate is no DateTime (UInt64)')
})
