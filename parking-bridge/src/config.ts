import { type BusinessClock, parseBusinessClock, REAL_TIME } from '@pingting/contract'

export interface Config {
  hubUrl: string
  bridgeKey: string
  lotId: string
  hallIds?: string[]
  endpointUrl: string
  gateUser: string
  gatePassword: string
  gateCertificateFile: string
  gateObject: { namespaceUri: string; browseName: string }
  dataDir: string
  clock: BusinessClock
  logLevel: string
}

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent']
const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/
/** How OPC 10000-6 writes a name with its namespace. */
const GATE_OBJECT = /^nsu=(.+);([^;/]+)$/
const GATE_OBJECT_DEFAULT = 'nsu=urn:gov-hall:simulated-gate;Gate1'

export class ConfigurationError extends Error {}

/** @throws ConfigurationError with a sentence that names every setting that is wrong and shows no value. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const wrong: string[] = []
  const given = (name: string): string | undefined => (env[name] === '' ? undefined : env[name])
  const read = <T>(name: string, parse: (text: string) => T | undefined, otherwise?: T): T => {
    const text = given(name)
    const value = text === undefined ? otherwise : parse(text)
    if (value === undefined) wrong.push(`${name} ${text === undefined ? 'is missing' : 'is not right'}`)
    return value as T
  }
  const url =
    (...protocols: string[]) =>
    (text: string) =>
      URL.canParse(text) && protocols.includes(new URL(text).protocol) ? text : undefined
  const matching = (pattern: RegExp) => (text: string) => (pattern.test(text) ? text : undefined)
  const text = matching(/./)
  const config: Config = {
    hubUrl: read('HUB_URL', url('http:', 'https:')),
    bridgeKey: read('BRIDGE_KEY', matching(/^b1\.\S{16,}$/)),
    lotId: read('LOT_ID', matching(ID)),
    endpointUrl: read('OPCUA_ENDPOINT', url('opc.tcp:')),
    gateUser: read('GATE_USER', text),
    gatePassword: read('GATE_PASSWORD', text),
    gateCertificateFile: read('GATE_CERTIFICATE', text),
    gateObject: read('GATE_OBJECT', gateObjectOf, gateObjectOf(GATE_OBJECT_DEFAULT)),
    dataDir: read('BRIDGE_DATA_DIR', text),
    clock: read('BUSINESS_CLOCK', parseBusinessClock, REAL_TIME),
    logLevel: read('LOG_LEVEL', level => LOG_LEVELS.find(each => each === level), 'info'),
  }
  const hallIds = given('HALL_IDS')
    ?.split(',')
    .map(each => each.trim())
  if (hallIds?.some(each => !ID.test(each))) wrong.push('HALL_IDS is not right')
  if (wrong.length > 0)
    throw new ConfigurationError(`停车网桥配置有误 / The parking bridge cannot start: ${wrong.join('; ')}`)
  return hallIds === undefined ? config : { ...config, hallIds }
}

function gateObjectOf(text: string): Config['gateObject'] | undefined {
  const match = GATE_OBJECT.exec(text)
  return match === null ? undefined : { namespaceUri: match[1]!, browseName: match[2]! }
}
