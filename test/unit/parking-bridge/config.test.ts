import { expect, test } from 'vitest'
import { ConfigurationError, readConfig } from '../../../parking-bridge/src/config.ts'

const env = {
  HUB_URL: 'http://127.0.0.1:8080',
  BRIDGE_KEY: `b1.${'c3'.repeat(32)}`,
  LOT_ID: 'lot-1',
  OPCUA_ENDPOINT: 'opc.tcp://127.0.0.1:4840',
  GATE_USER: 'bridge',
  GATE_PASSWORD: 'correct horse battery',
  GATE_CERTIFICATE: 'gate.pem',
  BRIDGE_DATA_DIR: 'data/bridge',
}

test('a full setting is taken, with the halls named by the lot and real time unless told otherwise', () => {
  const config = readConfig(env)
  expect(config).toMatchObject({ lotId: 'lot-1', clock: { speed: 1 }, logLevel: 'info' })
  expect(config).toMatchObject({ gate: [{ namespaceUri: 'urn:gov-hall:simulated-gate', name: 'Gate1' }], nodes: {} })
  expect('hallIds' in config).toBe(false)
  const more = {
    HALL_IDS: 'hall-1, hall-2',
    GATE_OBJECT: 'nsu=http://vendor.example/gate;North',
    GATE_NODES: '{"LedgerSeq":"nsu=urn:v;Count"}',
    BUSINESS_CLOCK: '2026-11-23T00:30:00.000Z@1764000000000x100',
  }
  expect(readConfig({ ...env, ...more })).toMatchObject({
    hallIds: ['hall-1', 'hall-2'],
    gate: [{ namespaceUri: 'http://vendor.example/gate', name: 'North' }],
    nodes: { LedgerSeq: [{ namespaceUri: 'urn:v', name: 'Count' }] },
    clock: { speed: 100 },
  })
})

test.each([...Object.keys(env), 'HALL_IDS', 'GATE_OBJECT', 'GATE_NODES', 'BUSINESS_CLOCK', 'LOG_LEVEL'])(
  '%s that is wrong is named, and its value is not shown',
  name => {
    const wrong =
      name === 'GATE_USER' || name === 'GATE_PASSWORD' || name === 'GATE_CERTIFICATE' || name === 'BRIDGE_DATA_DIR'
        ? ''
        : '§wrong§'
    const reading = () => readConfig({ ...env, [name]: wrong })
    expect(reading).toThrow(ConfigurationError)
    expect(reading).toThrow(new RegExp(`${name} is (missing|not right)`))
    expect(reading).not.toThrow('§wrong§')
  },
)

test.each(['{"LedgerSeq":"Count"}', '{"NoSuchNode":"nsu=urn:v;Count"}', '[', '"nsu=urn:v;Count"'])(
  '[G10] %s says no places of nodes',
  GATE_NODES => {
    expect(() => readConfig({ ...env, GATE_NODES })).toThrow(/GATE_NODES is not right/)
  },
)
