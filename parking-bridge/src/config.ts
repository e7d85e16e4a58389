import { readFileSync } from 'node:fs'
import { type BusinessClock, parseBusinessClock, REAL_TIME } from '@pingting/contract'
import { type CouponSettings, canIn, couponFieldsIn, listenIn } from './lot/coupons/settings.ts'
import { type BrowsePath, parseBrowsePath } from './lot/opcua/places/browse-path.ts'
import { type NodeMap, namesIn } from './lot/opcua/places/node-map.ts'
import { OPCUA_PROFILES, type OpcuaProfile, profileIn } from './lot/profiles.ts'
import { lotEnvironments, SECRETS } from './lots-file.ts'

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
export type GateConfig = OpcuaConfig | CouponConfig

interface HubConfig {
  hubUrl: string
  bridgeKey: string
  hallIds?: string[]
  clock: BusinessClock
  logLevel: string
}
export type Config = GateConfig & HubConfig

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent']
const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/
/** Stands in the epoch of the lot. */
const PARK = /^[\x21-\x7e]{1,57}$/
const GATE_OBJECT_DEFAULT = 'nsu=urn:gov-hall:simulated-gate;Gate1'

export class ConfigurationError extends Error {}

type Read = <T>(name: string, parse: (text: string) => T | undefined, otherwise?: T) => T

/** @throws ConfigurationError with a sentence that names every setting that is wrong and shows no value. */
function reading<T>(env: NodeJS.ProcessEnv, read: (one: Read) => T): T {
  const wrong: string[] = []
  const settings = read((name, parse, otherwise) => {
    const text = given(env, name)
    const value = text === undefined ? otherwise : parse(text)
    if (value === undefined) wrong.push(`${name} ${text === undefined ? 'is missing' : 'is not right'}`)
    return value as never
  })
  if (wrong.length > 0) throw wrongly(wrong.join('; '))
  return settings
}

function given(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const text = env[name] === '' ? undefined : env[name]
  const file = SECRETS.includes(name) ? env[`${name}_FILE`] : undefined
  if (text !== undefined || file === undefined || file === '') return text
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return undefined
  }
}

/** One for each lot. @throws ConfigurationError */
const ofEach = <T>(env: NodeJS.ProcessEnv, read: (one: Read) => T): T[] =>
  environmentsIn(env).map(one => reading(one, read))

function environmentsIn(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv[] {
  const environments = lotEnvironments(env)
  if (environments === undefined) throw wrongly('LOTS_FILE is not right')
  return environments
}

const wrongly = (what: string): ConfigurationError =>
  new ConfigurationError(`停车网桥配置有误 / The parking bridge cannot start: ${what}`)
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
  return profile === 'coupons' ? couponsOf(read) : opcuaOf(read, profile)
}

const opcuaOf = (read: Read, profile: OpcuaProfile): OpcuaConfig => ({
  ...pkiOf(read),
  endpointUrl: read('OPCUA_ENDPOINT', url('opc.tcp:')),
  gateUser: read('GATE_USER', text),
  gatePassword: read('GATE_PASSWORD', text),
  gateCertificateFile: read('GATE_CERTIFICATE', text),
  profile,
  gate: read('GATE_OBJECT', parseBrowsePath, parseBrowsePath(GATE_OBJECT_DEFAULT)),
  nodes: read('GATE_NODES', places => nodesOf(places, profile), {}),
})

const couponsOf = (read: Read): CouponConfig => ({
  profile: 'coupons',
  lotId: read('LOT_ID', matching(ID)),
  coupons: {
    url: read('COUPON_URL', url('http:', 'https:')),
    park: read('COUPON_PARK', matching(PARK)),
    appId: read('COUPON_APP_ID', text),
    secret: read('COUPON_SECRET', text),
    listen: read('COUPON_LISTEN', listenIn),
    can: read('COUPON_CAN', canIn, { grantSerial: false, sync: false }),
    fields: read('COUPON_FIELDS', couponFieldsIn, {}),
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
      clock: read('BUSINESS_CLOCK', parseBusinessClock, REAL_TIME),
      logLevel: read('LOG_LEVEL', level => LOG_LEVELS.find(each => each === level), 'info'),
      ...hallIds,
    }
  })

function idsOf(text: string): string[] | undefined {
  const ids = text.split(',').map(each => each.trim())
  return ids.every(each => ID.test(each)) ? ids : undefined
}

/** JSON: by its name in the model, where a node stands below Objects. */
function nodesOf(text: string, profile: OpcuaProfile): NodeMap | undefined {
  try {
    const names = namesIn<string>(OPCUA_PROFILES[profile])
    const places = Object.entries(JSON.parse(text) as Record<string, string>).map(
      ([name, path]) => [names.find(each => each === name), parseBrowsePath(String(path))] as const,
    )
    if (places.some(([name, path]) => name === undefined || path === undefined)) return undefined
    return Object.fromEntries(places) as NodeMap
  } catch {
    return undefined
  }
}
