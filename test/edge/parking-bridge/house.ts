import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openTcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts'
import { endInOrder, type GateProcess, MAC_KEY, PASSWORD, startGate, USER } from '../simulated-gate/gate-process.ts'
import { BRIDGE_KEY, LOT_ID, StandInHub } from './stand-in-hub.ts'

const MAIN = fileURLToPath(new URL('../../../parking-bridge/src/main.ts', import.meta.url))
const HOUR_MS = 3_600_000
/** The bridge makes its certificate here, and the gate trusts it from here, whoever starts first. */
const certificateOf = (folder: string) => join(folder, 'bridge', 'pki', 'own', 'certs', 'parking-bridge.pem')

/** What a bridge says when it is up, by lot. */
interface Ready {
  ready: true
  certificates: Record<string, string>
  inboxes: Record<string, string>
}

export interface Car {
  plate: string
  stayId: string
  exemptionId: string
}

/** Gate and bridge as real processes, a cable between them, and a stand-in for the hub. */
export class House {
  readonly folder = mkdtempSync(join(tmpdir(), 'bridge-'))
  readonly hub = new StandInHub(MAC_KEY)
  gate!: GateProcess
  cable!: TcpProxy
  /** What the bridge has logged. */
  log = ''
  #bridge: ChildProcess | undefined
  #cars = 0

  async open(): Promise<void> {
    await this.hub.listen()
    await this.startGate()
    await this.startBridge()
  }

  async startGate(settings: Record<string, string> = {}): Promise<void> {
    this.gate = await startGate(join(this.folder, 'gate'), {
      SITE_ID: LOT_ID,
      TRUST_CLIENT_CERTIFICATE: certificateOf(this.folder),
      LOG_LEVEL: 'error',
      ...settings,
    })
    const port = Number(new URL(this.gate.endpointUrl).port)
    if (this.cable === undefined) this.cable = await openTcpProxy(port)
    else this.cable.leadTo(port)
  }

  get certificate(): string {
    return certificateOf(this.folder)
  }

  bridgeSettings() {
    return {
      HUB_URL: this.hub.url,
      BRIDGE_KEY,
      LOT_ID,
      OPCUA_ENDPOINT: `opc.tcp://127.0.0.1:${this.cable.port}`,
      GATE_OBJECT: 'nsu=urn:gov-hall:simulated-gate;Gate1',
      GATE_USER: USER,
      GATE_PASSWORD: PASSWORD,
      GATE_CERTIFICATE: join(this.folder, 'gate', 'pki', 'own', 'certs', 'certificate.pem'),
      BRIDGE_DATA_DIR: join(this.folder, 'bridge'),
    }
  }

  /** Resolves with the ready line. */
  async startBridge(settings: Record<string, string> = {}): Promise<Ready> {
    const env = { ...process.env, ...this.bridgeSettings(), ...settings }
    const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#bridge = child
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.log += text
    })
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    return JSON.parse(line.toString()) as Ready
  }

  /** A disk is changed, or a backup of last year is played in. */
  async loseLedger(): Promise<void> {
    await rename(join(this.folder, 'gate', 'ledger.jsonl'), join(this.folder, 'ledger.lost'))
  }

  async endBridge(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    this.#bridge?.kill(signal)
    return this.bridgeEnded()
  }

  async bridgeEnded(): Promise<number | null> {
    const child = this.#bridge!
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    return child.exitCode
  }

  /** A car that came two hours ago, and its driver's exemption. */
  async rewardedCar(): Promise<Car> {
    const { plate, stayId, enteredAt } = await this.enter()
    return { plate, stayId, exemptionId: this.hub.grant(plate, stayId, enteredAt) }
  }

  async enter(): Promise<{ plate: string; stayId: string; enteredAt: string }> {
    const plate = `鲁F${String(10_000 + this.#cars++)}`
    const enteredAt = new Date(Date.now() - 2 * HOUR_MS).toISOString()
    const { body } = await this.gate.post('/cars/enter', { plate, at: enteredAt })
    return { plate, stayId: String(body['stayId']), enteredAt }
  }

  async close(): Promise<void> {
    if (this.#bridge !== undefined) await endInOrder(this.#bridge)
    await this.gate?.close()
    await this.cable?.close()
    await this.hub.close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** How often the gate carried out each key: once, or something is badly wrong. */
export async function executions(gate: GateProcess): Promise<Map<string, number>> {
  const { records } = (await gate.get('/ledger')) as { records: { type: string; grantKey?: string }[] }
  const tallies = new Map<string, number>()
  for (const { type, grantKey } of records)
    if (type === 'ExemptionGranted') tallies.set(grantKey!, (tallies.get(grantKey!) ?? 0) + 1)
  return tallies
}
