import { readFileSync } from 'node:fs'
import { type BusinessClock, parseBusinessClock, REAL_TIME } from '@pingting/contract'
import { FORMS } from './forms.ts'
import { gateNodesIn } from './gate-nodes.ts'
import { COUPON_FIELDS, type CouponSettings, canIn, couponFieldsIn, listenIn } from './lot/coupons/settings.ts'
import { type BrowsePath, parseBrowsePath } from './lot/opcua/places/browse-path.ts'
import type { NodeMap } from './lot/opcua/places/node-map.ts'
import { type OpcuaProfile, profileIn } from './lot/profiles.ts'
import { lotEnvironments, SECRETS } from './lots-file.ts'
import { because, ConfigurationError, codeOf, Wrong } from './setting.ts'

/** Whose certificate it is, and where. */
export interface PkiConfig {
  lotId: string
  dataDir: string
}

export interface OpcuaConfig extends PkiConfig {
  profile: OpcuaProfile
  endpointUrl: string
  gateUser: string
  gatePassword: string
  gateCertificateFile: string
  gate: BrowsePath
  nodes: NodeMap
}

export interface CouponConfig {
  profile: 'coupons'
  lotId: string
  coupons: CouponSettings
}

/** What concerns the gate, which a look at it needs too. */
export type GateConfig = (OpcuaConfig | CouponConfig) & {
  /** By which a gate's clock is right or wrong. */
  clock: BusinessClock
}

interface HubConfig {
  hubUrl: string
  bridgeKey: string
  hallIds?: string[]
  logLevel: string
}
export type Config = GateConfig & HubConfig

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent']
const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/
/** Stands in the epoch of the lot. */
const PARK = /^[\x21-\x7e]{1,57}$/

const PLACE = ['应写作 nsu=命名空间;名称', 'it has to be nsu=URI;Name'] as const
const LOOPBACK = [
  '只能是本机地址 127.0.0.1:端口 或 [::1]:端口；外面来的推送由终结 TLS 的网页服务器转来',
  'only loopback is taken, 127.0.0.1:PORT or [::1]:PORT; a web server that ends TLS passes on what comes from elsewhere',
] as const
const ABLE = ['只能是 grantSerial、sync', 'only grantSerial and sync'] as const
const FIELDS = [
  `应为 JSON 对象，值为文字，字段只能是 ${COUPON_FIELDS.join('、')}`,
  'a JSON object of texts, with no other fields',
] as const

type Read = <T>(name: string, parse: (text: string) => T | Wrong | undefined, otherwise?: T) => T

/**
 * @throws ConfigurationError with a sentence that names every setting that is wrong, where it can with the reason, and
 * shows no value.
 * @param entry which lot of several it is about
 */
function reading<T>(env: NodeJS.ProcessEnv, read: (one: Read) => T, entry = ''): T {
  const wrong: string[] = []
  const settings = read((name, parse, otherwise) => {
    const text = given(env, name)
    if (text instanceof Wrong) wrong.push(notRight(`${name}_FILE`, text))
    else {
      const value = text === undefined ? otherwise : parse(text)
      if (value instanceof Wrong) wrong.push(notRight(name, value))
      else if (value !== undefined) return value
      else wrong.push(text === undefined ? `${name} 缺少 / ${name} is missing${like(name)}` : notRight(name))
    }
    return undefined as never
  })
  if (wrong.length > 0) throw wrongly(wrong.map(one => entry + one))
  return settings
}

const like = (name: string): string => `（例 / like: ${FORMS[name]}）`
/** @param why not, where more can be said than how one is written */
const notRight = (name: string, why?: Wrong): string =>
  `${name} 有误 / ${name} is not right${why === undefined ? like(name) : ` (${why.why})`}`

function given(env: NodeJS.ProcessEnv, name: string): string | Wrong | undefined {
  const text = env[name] === '' ? undefined : env[name]
  const file = SECRETS.includes(name) ? env[`${name}_FILE`] : undefined
  if (text !== undefined || file === undefined || file === '') return text
  try {
    return readFileSync(file, 'utf8').trim() || new Wrong('文件是空的', 'the file is empty')
  } catch (error) {
    return new Wrong('读不到文件', `the file cannot be read: ${codeOf(error)}`)
  }
}

/** One for each lot. @throws ConfigurationError */
const ofEach = <T>(env: NodeJS.ProcessEnv, read: (one: Read) => T): T[] =>
  environmentsIn(env).map((one, index) => reading(one, read, env['LOTS_FILE'] ? `LOTS_FILE ${index + 1}: ` : ''))

function environmentsIn(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv[] {
  const environments = lotEnvironments(env)
  if (environments instanceof Wrong) throw wrongly([notRight('LOTS_FILE', environments)])
  return environments
}

/** @param what is wrong, a line each */
const wrongly = (what: readonly string[]): ConfigurationError =>
  new ConfigurationError(['停车网桥配置有误 / The parking bridge cannot start:', ...what].join('\n  '))
const url =
  (...protocols: string[]) =>
  (text: string) =>
    URL.canParse(text) && protocols.includes(new URL(text).protocol) ? text : undefined
const matching = (pattern: RegExp) => (text: string) => (pattern.test(text) ? text : undefined)
const text = matching(/./)

const pkiOf = (read: Read): PkiConfig => ({
  lotId: read('LOT_ID', matching(ID)),
  dataDir: read('BRIDGE_DATA_DIR', text),
})

function gateOf(read: Read): GateConfig {
  const profile = read('GATE_PROFILE', profileIn, 'methods')
  const clock = read('BUSINESS_CLOCK', parseBusinessClock, REAL_TIME)
  return { ...(profile === 'coupons' ? couponsOf(read) : opcuaOf(read, profile)), clock }
}

const opcuaOf = (read: Read, profile: OpcuaProfile): OpcuaConfig => ({
  ...pkiOf(read),
  endpointUrl: read('OPCUA_ENDPOINT', url('opc.tcp:')),
  gateUser: read('GATE_USER', text),
  gatePassword: read('GATE_PASSWORD', text),
  gateCertificateFile: read('GATE_CERTIFICATE', text),
  profile,
  gate: read('GATE_OBJECT', because(parseBrowsePath, ...PLACE)),
  nodes: read('GATE_NODES', places => gateNodesIn(places, profile), {}),
})

const couponsOf = (read: Read): CouponConfig => ({
  profile: 'coupons',
  lotId: read('LOT_ID', matching(ID)),
  coupons: {
    url: read('COUPON_URL', url('http:', 'https:')),
    park: read('COUPON_PARK', matching(PARK)),
    appId: read('COUPON_APP_ID', text),
    secret: read('COUPON_SECRET', text),
    listen: read('COUPON_LISTEN', because(listenIn, ...LOOPBACK)),
    can: read('COUPON_CAN', because(canIn, ...ABLE), { grantSerial: false, sync: false }),
    fields: read('COUPON_FIELDS', because(couponFieldsIn, ...FIELDS), {}),
  },
})

/** A lot at a platform has no certificate of ours. @throws ConfigurationError */
export const readPkiConfigs = (env: NodeJS.ProcessEnv): PkiConfig[] =>
  environmentsIn(env)
    .filter(one => one['GATE_PROFILE'] !== 'coupons')
    .map(one => reading(one, pkiOf))

/** @throws ConfigurationError */
export const readGateConfigs = (env: NodeJS.ProcessEnv): GateConfig[] => ofEach(env, gateOf)

/** @throws ConfigurationError */
export const readConfigs = (env: NodeJS.ProcessEnv): Config[] =>
  ofEach(env, read => {
    const hallIds = given(env, 'HALL_IDS') === undefined ? {} : { hallIds: read('HALL_IDS', idsOf) }
    return {
      hubUrl: read('HUB_URL', url('http:', 'https:')),
      bridgeKey: read('BRIDGE_KEY', matching(/^b1\.\S{16,}$/)),
      ...gateOf(read),
      logLevel: read('LOG_LEVEL', level => LOG_LEVELS.find(each => each === level), 'info'),
      ...hallIds,
    }
  })

function idsOf(text: string): string[] | undefined {
  const ids = text.split(',').map(each => each.trim())
  return ids.every(each => ID.test(each)) ? ids : undefined
}
