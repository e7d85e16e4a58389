import { expect, test } from 'vitest'
import { parseBrowsePath, textOfPath } from '../../../../../parking-bridge/src/lot/opcua/places/browse-path.ts'
import { namesIn, pathsOf } from '../../../../../parking-bridge/src/lot/opcua/places/node-map.ts'
import { isSealed, REGISTERS_MODEL, type RegisterIds } from '../../../../../parking-bridge/src/lot/registers/nodes.ts'

const names = namesIn(REGISTERS_MODEL)

test('[G10, PF9] registers stand under the gate, or where the vendor says; those of the seal may be lacking', () => {
  const paths = pathsOf(REGISTERS_MODEL, parseBrowsePath('nsu=urn:plc;DB7')!, {
    ReqSeq: parseBrowsePath('nsu=urn:plc;DB8/nsu=urn:plc;Seq')!,
  })
  expect(textOfPath(paths.AckSeq)).toBe('nsu=urn:plc;DB7/nsu=urn:gov-hall:parking-registers:v1;AckSeq')
  expect(textOfPath(paths.ReqSeq)).toBe('nsu=urn:plc;DB8/nsu=urn:plc;Seq')
  const all = Object.fromEntries(names.map(name => [name, `ns=1;s=${name}`])) as unknown as RegisterIds
  const { ReqMac: _mac, ...unsigned } = all
  expect([isSealed(all), isSealed(unsigned)]).toEqual([true, false])
  expect(names.filter(name => !REGISTERS_MODEL.optional.has(name))).toHaveLength(18)
})
