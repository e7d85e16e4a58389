import { readFileSync } from 'node:fs'
import { type BusinessClock, parseBusinessClock, REAL_TIME } from '@pingting/contract'
import { type BrowsePath, parseBrowsePath } from './lot/opcua/places/browse-path.ts'
import { type NodeMap, namesIn } from './lot/opcua/places/node-map.ts'
import { PROFILES, type ProfileName } from './lot/profiles.ts'
import { lotEnvironments, SECRETS } from './lots-file.ts'

/** Whose certificate it is, and where. */
export interface PkiConfig {
  lotId: string
  dataDir: string
}

/** What concerns the gate, which a look at it needs too. */
export interface GateConfig extends PkiConfig {
  endpointUrl: string
  gateUser: string
  gatePassword: string
  gateCertificateFile: string
  profile: ProfileName
  gate: BrowsePath
  nodes: NodeMap
}

export interface Config extends GateConfig {
  hubUrl: string
  bridgeKey: string
  hallIds?: string[]
  clock: BusinessClock
  logLevel: string
}

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent']
const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/
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
function ofEach<T extends PkiConfig>(env: NodeJS.ProcessEnv, read: (one: Read) => T): T[] {
  const environments = lotEnvironments(env)
  if (environments === undefined) throw wrongly('LOTS_FILE is not right')
  return environments.map(one => reading(one, read))
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
  const profile = read('GATE_PROFILE', profileOf, 'methods')
  return {
    ...pkiOf(read),
    endpointUrl: read('OPCUA_ENDPOINT', url('opc.tcp:')),
    gateUser: read('GATE_USER', text),
    gatePassword: read('GATE_PASSWORD', text),
    gateCertificateFile: read('GATE_CERTIFICATE', text),
    profile,
    gate: read('GATE_OBJECT', parseBrowsePath, parseBrowsePath(GATE_OBJECT_DEFAULT)),
    nodes: read('GATE_NODES', places => nodesOf(places, profile), {}),
  }
}

const profileOf = (name: string): ProfileName | undefined =>
  Object.hasOwn(PROFILES, name) ? (name as ProfileName) : undefined

/** @throws ConfigurationError */
export const readPkiConfigs = (env: NodeJS.ProcessEnv): PkiConfig[] => ofEach(env, pkiOf)

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
function nodesOf(text: string, profile: ProfileName): NodeMap | undefined {
  try {
    const names = namesIn<string>(PROFILES[profile])
    const places = Object.entries(JSON.parse(text) as Record<string, string>).map(
      ([name, path]) => [names.find(each => each === name), parseBrowsePath(String(path))] as const,
    )
    if (places.some(([name, path]) => name === undefined || path === undefined)) return undefined
    return Object.fromEntries(places) as NodeMap
  } catch {
    return undefined
  }
}
