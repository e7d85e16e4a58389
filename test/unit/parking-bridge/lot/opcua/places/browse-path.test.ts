import { expect, test } from 'vitest'
import {
  parseBrowsePath,
  relativePath,
  textOfPath,
} from '../../../../../../parking-bridge/src/lot/opcua/places/browse-path.ts'

const UA = 'http://opcfoundation.org/UA/'
const DOORS = 'http://vendor.example/doors/v2'

test('[G10] a path is read step by step, though URIs have slashes, and written as it was', () => {
  const text = `nsu=${DOORS};North/nsu=urn:m;Store/nsu=${DOORS};Cold start/Id`
  const path = parseBrowsePath(text)!
  expect(path).toEqual([
    { namespaceUri: DOORS, name: 'North' },
    { namespaceUri: 'urn:m', name: 'Store' },
    { namespaceUri: DOORS, name: 'Cold start/Id' },
  ])
  expect(textOfPath(path)).toBe(text)
})

test.each(['', 'Gate1', '2:Gate1', 'nsu=urn:a', 'nsu=;Gate1', 'nsu=urn:a;', 'nsu=urn:a;B/nsu=urn:c'])(
  '[G10] %o is no path',
  text => {
    expect(parseBrowsePath(text)).toBeUndefined()
  },
)

test('[G10] a server translates by its own indexes, and signs that mean something to it are written as signs', () => {
  const path = parseBrowsePath(`nsu=urn:b;A.1/nsu=${UA};B&C`)!
  expect(relativePath(path, [UA, 'urn:a', 'urn:b'])).toEqual({ path: '/2:A&.1/0:B&&C' })
  expect(relativePath(path, [UA, 'urn:b'])).toEqual({ path: '/1:A&.1/0:B&&C' })
  expect(relativePath(path, [UA])).toEqual({ missing: 'urn:b' })
})
