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
  expect(config.gateObject).toEqual({ namespaceUri: 'urn:gov-hall:simulated-gate', browseName: 'Gate1' })
  expect('hallIds' in config).toBe(false)
  const more = {
    HALL_IDS: 'hall-1, hall-2',
    GATE_OBJECT: 'nsu=http://vendor.example/gate;North',
    BUSINESS_CLOCK: '2026-11-23T00:30:00.000Z@1764000000000x100',
  }
  expect(readConfig({ ...env, ...more })).toMatchObject({
    hallIds: ['hall-1', 'hall-2'],
    gateObject: { namespaceUri: 'http://vendor.example/gate', browseName: 'North' },
    clock: { speed: 100 },
  })
})

test.each([...Object.keys(env), 'HALL_IDS', 'GATE_OBJECT', 'BUSINESS_CLOCK', 'LOG_LEVEL'])(
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
