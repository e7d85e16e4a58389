import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { bridgeCredentialOf } from '../src/hub/access/bridge-keys.ts'
import tariff from './data/hall-day.json' with { type: 'json' }
import { firstPasswords } from './first-login.ts'
import { freePort } from './ports.ts'
import { type Part, startPart } from './processes.ts'
import { chosenAccounts, firstAccounts, LANES, LOT_ID, seedSteps } from './seed.ts'

export interface LivingHouse {
  url: string
  /** Only of the start that founded the hall. */
  firstPasswords?: ReadonlyMap<string, string>
  controlUrl: string
  hub: Part
  gate: Part
  bridge: Part
  /** Starts one part again after it died, on the same data and the same ports. */
  restart(name: 'hub' | 'gate' | 'bridge'): Promise<void>
  stop(): Promise<void>
}

export interface HouseSettings {
  dataDir: string
  /** Extra environment for the hub: PORT, HOST and what else its owner set. */
  hub: Record<string, string>
  /** Everybody's password, as if each had chosen it; without it everybody gets a first one and must choose. */
  password?: string
  /** Extra environment for the bridge, such as another way to hub or gate. */
  bridge?: Record<string, string>
  businessClock?: string
  gatePort?: number
  controlPort?: number
}

/** Keeps a secret in a file that only its owner can read; made on the first start. */
function secret(dataDir: string, name: string): string {
  const path = join(dataDir, 'secrets', name)
  try {
    writeFileSync(path, randomBytes(24).toString('hex'), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(path, 'utf8').trim()
}

/** What a start founds from; the passwords it gave out when it was the first, and nobody has chosen his own. */
export interface Founding {
  seedFile: string
  firstPasswords?: ReadonlyMap<string, string>
}

/** Writes down what the first start founds; a later one finds the file and leaves it. */
export async function found(dataDir: string, password?: string): Promise<Founding> {
  const seedFile = join(dataDir, 'seed.json')
  if (existsSync(seedFile)) return { seedFile }
  const given = password === undefined ? firstPasswords(dataDir) : undefined
  const secrets = await (given === undefined ? chosenAccounts(password!) : firstAccounts(given))
  writeFileSync(seedFile, JSON.stringify(seedSteps(secrets)), { mode: 0o600 })
  return given === undefined ? { seedFile } : { seedFile, firstPasswords: given }
}

/** Starts hub, gate and bridge on one data folder, and founds the hall when the folder is new. */
export async function startHouse(settings: HouseSettings): Promise<LivingHouse> {
  const dataDir = resolve(settings.dataDir)
  const logDir = join(dataDir, 'logs')
  for (const folder of [logDir, join(dataDir, 'secrets'), join(dataDir, 'gate'), join(dataDir, 'bridge')]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  }
  const { seedFile, firstPasswords: given } = await found(dataDir, settings.password)
  const clock: Record<string, string> =
    settings.businessClock === undefined ? {} : { BUSINESS_CLOCK: settings.businessClock }
  // Chosen once, so that whoever comes back finds the part where it was; the bridge knows the gate's before the gate is there.
  const wish = settings.hub['PORT'] ?? '8080'
  const ports = {
    hub: wish === '0' ? String(await freePort()) : wish,
    gate: String(settings.gatePort ?? (await freePort())),
    control: String(settings.controlPort ?? (await freePort())),
  }
  const readKey = (name: string): string => readFileSync(join(dataDir, 'secrets', name), 'utf8').trim()
  const gatePassword = secret(dataDir, 'gate-password')
  const parts = {} as { hub: Part; gate: Part; bridge: Part }

  const starters = {
    hub: () =>
      startPart(
        'hub',
        'server/src/main.ts',
        { ...settings.hub, ...clock, PORT: ports.hub, DATA_DIR: dataDir, SEED_FILE: seedFile },
        logDir,
      ),
    gate: () =>
      startPart(
        'gate',
        'parking-bridge/simulated-gate/src/main.ts',
        {
          ...clock,
          GATE_DATA_DIR: join(dataDir, 'gate'),
          GATE_PORT: ports.gate,
          CONTROL_PORT: ports.control,
          GATE_MAC_KEY: readKey('gate-mac.key'),
          GATE_USER: 'bridge',
          GATE_PASSWORD: gatePassword,
          SITE_ID: LOT_ID,
          SPACES: String(LANES.spaces),
          LANES_IN: String(LANES.in),
          LANES_OUT: String(LANES.out),
          TARIFF: JSON.stringify({
            freeUntilMinutes: tariff.tariff.freeMinutes,
            hourFen: tariff.tariff.fenPerHour,
            capFen: tariff.tariff.capFenPer24h,
            leaveWithinMinutes: tariff.tariff.exitBufferMinutes,
          }),
          TRUST_CLIENT_CERTIFICATE: join(dataDir, 'bridge', 'pki', 'own', 'certs', 'parking-bridge.pem'),
        },
        logDir,
      ),
    bridge: () =>
      startPart(
        'bridge',
        'parking-bridge/src/main.ts',
        {
          ...clock,
          HUB_URL: String(parts.hub.ready['url']),
          BRIDGE_KEY: bridgeCredentialOf(Buffer.from(readKey('bridge.key'), 'hex'), LOT_ID),
          LOT_ID,
          OPCUA_ENDPOINT: `opc.tcp://127.0.0.1:${ports.gate}`,
          GATE_OBJECT: 'nsu=urn:gov-hall:simulated-gate;Gate1',
          GATE_USER: 'bridge',
          GATE_PASSWORD: gatePassword,
          GATE_CERTIFICATE: join(dataDir, 'gate', 'pki', 'own', 'certs', 'certificate.pem'),
          BRIDGE_DATA_DIR: join(dataDir, 'bridge'),
          ...settings.bridge,
        },
        logDir,
      ),
  }

  async function start(name: 'hub' | 'gate' | 'bridge'): Promise<void> {
    parts[name] = await starters[name]()
  }

  const stop = async (): Promise<void> => {
    for (const part of [parts.bridge, parts.gate, parts.hub]) await part?.stop()
  }
  try {
    await start('hub')
    // The bridge first: it makes its certificate, waits for a gate, and the gate then knows whom to let in.
    await start('bridge')
    await start('gate')
  } catch (error) {
    await stop()
    throw error
  }
  return {
    ...{ url: String(parts.hub.ready['url']), controlUrl: String(parts.gate.ready['controlUrl']) },
    ...{ restart: start, stop },
    ...(given === undefined ? {} : { firstPasswords: given }),
    get hub() {
      return parts.hub
    },
    get gate() {
      return parts.gate
    },
    get bridge() {
      return parts.bridge
    },
  }
}
