import { expect, test } from 'vitest'
import { METHODS_MODEL } from '../../../../../../parking-bridge/src/lot/methods/node-map.ts'
import { parseBrowsePath, textOfPath } from '../../../../../../parking-bridge/src/lot/opcua/places/browse-path.ts'
import { namesIn, pathsOf } from '../../../../../../parking-bridge/src/lot/opcua/places/node-map.ts'

const GATE = parseBrowsePath('nsu=urn:vendor;North')!
const M = 'nsu=urn:gov-hall:parking-gate:v1'

test('[G10] a node is looked for under the gate or its store, by the name of the model', () => {
  const paths = pathsOf(METHODS_MODEL, GATE, {})
  expect(Object.keys(paths)).toEqual(namesIn(METHODS_MODEL))
  expect(textOfPath(paths.ControllerEpoch)).toBe(`nsu=urn:vendor;North/${M};ControllerEpoch`)
  expect(textOfPath(paths.DeviceHealth)).toBe('nsu=urn:vendor;North/nsu=http://opcfoundation.org/UA/DI/;DeviceHealth')
  expect(textOfPath(paths.GrantExemption)).toBe(`nsu=urn:vendor;North/${M};ExemptionStore/${M};GrantExemption`)
})

test('[G10] what a vendor has elsewhere is looked for there, and a store that stands elsewhere takes along what is in it', () => {
  const elsewhere = { ExemptionStore: parseBrowsePath('nsu=urn:vendor;Store')!, ControllerEpoch: GATE }
  const paths = pathsOf(METHODS_MODEL, GATE, elsewhere)
  expect(textOfPath(paths.LedgerSeq)).toBe(`nsu=urn:vendor;Store/${M};LedgerSeq`)
  expect(paths.ControllerEpoch).toBe(GATE)
})
