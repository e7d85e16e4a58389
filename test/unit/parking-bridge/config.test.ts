import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readConfigs, readPkiConfigs } from '../../../parking-bridge/src/config.ts'
import { FORMS } from '../../../parking-bridge/src/forms.ts'
import { ConfigurationError } from '../../../parking-bridge/src/setting.ts'

/** Of one lot. */
const readConfig = (env: NodeJS.ProcessEnv) => readConfigs(env)[0]!

const env = {
  HUB_URL: 'http://127.0.0.1:8080',
  BRIDGE_KEY: `b1.${'c3'.repeat(32)}`,
  LOT_ID: 'lot-1',
  OPCUA_ENDPOINT: 'opc.tcp://127.0.0.1:4840',
  GATE_OBJECT: 'nsu=urn:plant;Gate',
  GATE_USER: 'bridge',
  GATE_PASSWORD: 'correct horse battery',
  GATE_CERTIFICATE: 'gate.pem',
  BRIDGE_DATA_DIR: 'data/bridge',
}

test('a full setting is taken, with the halls named by the lot and real time unless told otherwise', () => {
  const config = readConfig(env)
  expect(config).toMatchObject({ lotId: 'lot-1', clock: { speed: 1 }, logLevel: 'info' })
  expect(config).toMatchObject({ gate: [{ namespaceUri: 'urn:plant', name: 'Gate' }], nodes: {} })
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

test('[GT62] no gate object is taken for granted: which one it is, is said', () => {
  const { GATE_OBJECT: _none, ...rest } = env
  expect(() => readConfig(rest)).toThrow(/GATE_OBJECT is missing/)
})

test.each([...Object.keys(env), 'HALL_IDS', 'GATE_PROFILE', 'GATE_NODES', 'BUSINESS_CLOCK', 'LOG_LEVEL'])(
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

test('[BC13] how a setting is written is told by a form that is taken, where one is missing too', () => {
  const { GATE_OBJECT: _none, ...rest } = env
  expect(() => readConfig(rest)).toThrow(
    `GATE_OBJECT 缺少 / GATE_OBJECT is missing（例 / like: ${FORMS['GATE_OBJECT']}）`,
  )
  const { BRIDGE_KEY: _key, GATE_PROFILE: profiles, LOG_LEVEL: levels, ...forms } = FORMS
  const choices = (form: string): string[] => form.split(' | ')
  for (const GATE_PROFILE of choices(profiles!))
    for (const LOG_LEVEL of choices(levels!)) readConfig({ ...env, ...forms, GATE_PROFILE, LOG_LEVEL })
})

test('[PF10] a gate has methods unless it is said to have registers, and its nodes are those of its profile', () => {
  expect(readConfig(env)).toMatchObject({ profile: 'methods' })
  const registers = { ...env, GATE_PROFILE: 'registers', GATE_NODES: '{"ReqSeq":"nsu=urn:plc;DB7.Seq"}' }
  expect(readConfig(registers)).toMatchObject({
    ...{ profile: 'registers', nodes: { ReqSeq: [{ namespaceUri: 'urn:plc', name: 'DB7.Seq' }] } },
  })
  expect(() => readConfig({ ...registers, GATE_PROFILE: 'methods' })).toThrow(/GATE_NODES is not right/)
  expect(() => readConfig({ ...registers, GATE_NODES: '{"LedgerSeq":"nsu=urn:v;Count"}' })).toThrow(/GATE_NODES/)
  expect(() => readConfig({ ...env, GATE_PROFILE: 'toString' })).toThrow(/GATE_PROFILE is not right/)
})

test.each([
  ['{"LedgerSeq":"Count"}', /GATE_NODES is not right \(LedgerSeq .*the place of LedgerSeq has to be nsu=URI;Name\)/],
  ['{"LedgerSeq":7}', /the place of LedgerSeq/],
  [
    '{"NoSuchNode":"nsu=urn:v;Count"}',
    /NoSuchNode .*可用：ControllerEpoch、.* \/ NoSuchNode is no node of the profile/,
  ],
  ['{"toString":"nsu=urn:v;Count"}', /toString is no node/],
  ['[', /it is no JSON object/],
  ['"nsu=urn:v;Count"', /it is no JSON object/],
  ['["nsu=urn:v;Count"]', /it is no JSON object/],
  ['null', /it is no JSON object/],
])('[G10, BC4] %s says no places of nodes, and it is said why', (GATE_NODES, told) => {
  expect(() => readConfig({ ...env, GATE_NODES })).toThrow(told)
})

test('[BC4] a place that is none is told with how one is written', () => {
  expect(() => readConfig({ ...env, GATE_OBJECT: 'Gate1' })).toThrow(
    /GATE_OBJECT is not right \(应写作.*nsu=URI;Name\)/,
  )
})

test('[BC4] a file with a secret that cannot be read, or has nothing in it, is told by its own setting', () => {
  const { GATE_PASSWORD: _password, ...rest } = env
  const reading = (GATE_PASSWORD_FILE: string) => () => readConfig({ ...rest, GATE_PASSWORD_FILE })
  expect(reading('no-such-file')).toThrow(/GATE_PASSWORD_FILE is not right \(读不到文件.*cannot be read: ENOENT\)/)
  expect(reading('no-such-file')).not.toThrow(/no-such-file/)
  expect(reading('/dev/null')).toThrow(/GATE_PASSWORD_FILE is not right \(文件是空的.*empty\)/)
})

describe('[PF20] a car park at a platform', () => {
  const { HUB_URL, BRIDGE_KEY, LOT_ID } = env
  const coupons = {
    ...{ HUB_URL, BRIDGE_KEY, LOT_ID, GATE_PROFILE: 'coupons', COUPON_URL: 'https://platform.example/gateway' },
    ...{ COUPON_PARK: 'park-1', COUPON_APP_ID: 'op1001', COUPON_SECRET: 'app secret' },
    COUPON_LISTEN: '127.0.0.1:8095',
  }

  test('has settings of its own, and no certificate; what is not said that it can is not relied on', () => {
    const read = readConfig(coupons)
    expect(read).toMatchObject({ profile: 'coupons', lotId: 'lot-1' })
    expect('coupons' in read && read.coupons).toEqual({
      ...{ url: 'https://platform.example/gateway', park: 'park-1', appId: 'op1001', secret: 'app secret' },
      ...{ listen: { host: '127.0.0.1', port: 8095 }, can: { grantSerial: false, sync: false }, fields: {} },
    })
    const more = { COUPON_CAN: 'grantSerial,sync', COUPON_FIELDS: '{"store_code":"hall"}' }
    expect(readConfig({ ...coupons, ...more })).toMatchObject({
      coupons: { can: { grantSerial: true, sync: true }, fields: { store_code: 'hall' } },
    })
    expect(readPkiConfigs(coupons)).toEqual([])
  })

  test.each([
    [{ COUPON_LISTEN: '0.0.0.0:8095' }, /COUPON_LISTEN is not right \(只能是本机地址.*only loopback is taken/],
    [{ COUPON_CAN: 'stack' }, /COUPON_CAN is not right \(只能是 grantSerial、sync/],
    [{ COUPON_FIELDS: '{"colour":"red"}' }, /COUPON_FIELDS is not right \(.*字段只能是 store_code、store_name/],
  ])('[BC4] it is said why %j is not right', (settings, told) => {
    expect(() => readConfig({ ...coupons, ...settings })).toThrow(told)
  })

  test.each([
    'COUPON_URL',
    'COUPON_PARK',
    'COUPON_APP_ID',
    'COUPON_SECRET',
    'COUPON_LISTEN',
    'COUPON_CAN',
    'COUPON_FIELDS',
  ])('[BC4] %s that is wrong is named, and its value is not shown', name => {
    const wrong = name === 'COUPON_APP_ID' || name === 'COUPON_SECRET' ? '' : '§ wrong §'
    const reading = () => readConfig({ ...coupons, [name]: wrong })
    expect(reading).toThrow(new RegExp(`${name} is (missing|not right)`))
    expect(reading).not.toThrow('wrong §')
  })
})

/** What is no list of lots, from two that are right. */
const wrongLots = (north: object, south: object): [what: string, text: string, told: RegExp][] => [
  ['no list', '{}', /应为 JSON 列表.*a JSON list of at least one/],
  ['nobody', '[]', /应为 JSON 列表/],
  ['no JSON', '[', /应为 JSON 列表/],
  [
    'the same lot twice',
    JSON.stringify([north, south, north]),
    /第 3 项的 LOT_ID.*entry 3 has the LOT_ID of one before/,
  ],
  [
    'a setting that is none of a lot',
    JSON.stringify([south, { ...north, LOG_LEVEL: 'debug' }]),
    /第 2 项：LOG_LEVEL .*entry 2: LOG_LEVEL is no setting that a lot has/,
  ],
  ['a number', JSON.stringify([{ ...north, GATE_USER: 7 }]), /entry 1: GATE_USER is missing or is no text/],
  ['no lot', JSON.stringify([north, 'south']), /entry 2: JSON is missing or is no text/],
  ['a lot without a name', JSON.stringify([{ GATE_USER: 'b' }]), /entry 1: LOT_ID is missing/],
  [
    'a lot whose key is not there',
    JSON.stringify([{ ...north, BRIDGE_KEY_FILE: 'none' }]),
    /LOTS_FILE 1: BRIDGE_KEY_FILE/,
  ],
  [
    'a lot without its key',
    JSON.stringify([north, { ...south, BRIDGE_KEY: '' }]),
    /LOTS_FILE 2: BRIDGE_KEY .* BRIDGE_KEY is missing/,
  ],
]

describe('[GT37] several lots of one bridge', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lots-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const { LOT_ID: _lot, BRIDGE_KEY: _key, GATE_PASSWORD: _password, OPCUA_ENDPOINT: _endpoint, ...common } = env
  const filed = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const lots = (text: string) => readConfigs({ ...common, LOTS_FILE: filed('lots.json', text) })
  const north = {
    LOT_ID: 'north',
    BRIDGE_KEY_FILE: filed('north.key', `b1.${'a1'.repeat(32)}\n`),
    GATE_PASSWORD_FILE: filed('north.password', 'correct horse\n'),
    OPCUA_ENDPOINT: 'opc.tcp://north:4840',
  }
  const { HUB_URL: _hub, ...rest } = env
  const south = { ...rest, LOT_ID: 'south', OPCUA_ENDPOINT: 'opc.tcp://south:4840', GATE_USER: 'b2' }

  test('are read from one file over what is said once, with secrets in files and a folder for each', () => {
    const other = { ...south, BRIDGE_DATA_DIR: 'elsewhere', GATE_PROFILE: 'registers' }
    expect(lots(JSON.stringify([north, other]))).toMatchObject([
      {
        lotId: 'north',
        bridgeKey: `b1.${'a1'.repeat(32)}`,
        gatePassword: 'correct horse',
        profile: 'methods',
        dataDir: 'data/bridge/north',
      },
      { lotId: 'south', gateUser: 'b2', hubUrl: env.HUB_URL, dataDir: 'elsewhere', profile: 'registers' },
    ])
  })

  test('[PF20] may be of every profile, each secret in a file', () => {
    const platform = {
      ...{ LOT_ID: 'east', GATE_PROFILE: 'coupons', BRIDGE_KEY: `b1.${'b2'.repeat(32)}` },
      ...{
        COUPON_URL: 'https://platform.example/',
        COUPON_PARK: 'p',
        COUPON_APP_ID: 'op',
        COUPON_LISTEN: '127.0.0.1:0',
      },
      COUPON_SECRET_FILE: filed('east.secret', 'app secret\n'),
    }
    const text = JSON.stringify([north, platform])
    expect(lots(text)).toMatchObject([
      { lotId: 'north', profile: 'methods' },
      { lotId: 'east', profile: 'coupons', coupons: { secret: 'app secret' } },
    ])
    expect(readPkiConfigs({ ...common, LOTS_FILE: join(folder, 'lots.json') })).toMatchObject([{ lotId: 'north' }])
  })

  test('have their own secrets, also where the process has one', () => {
    const read = readConfigs({ ...env, LOTS_FILE: filed('one.json', JSON.stringify([north])) })
    expect(read).toMatchObject([{ bridgeKey: `b1.${'a1'.repeat(32)}`, gatePassword: 'correct horse' }])
  })

  test.each(wrongLots(north, south))('%s is refused by name', (_what, text, told) => {
    expect(() => lots(text)).toThrow(told)
    expect(() => readConfigs({ ...common, LOTS_FILE: join(folder, 'none.json') })).toThrow(
      /LOTS_FILE is not right \(读不到文件.*ENOENT/,
    )
  })
})
