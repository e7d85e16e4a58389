import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Commit } from '../../../parking-bridge/simulated-gate/src/ledger.ts'
import { House } from '../../edge/parking-bridge/house.ts'

/** Bridge and gate of one profile as real processes with a cable between them, and every ledger the gate ever had. */
export class GateSite extends House {
  readonly #settings: Record<string, string>
  readonly #lost: string[] = []

  constructor(profile: string) {
    super()
    this.#settings = { GATE_PROFILE: profile }
  }

  override startGate = (): Promise<void> => super.startGate(this.#settings)
  override startBridge = () => super.startBridge(this.#settings)

  async killGate(): Promise<void> {
    await this.gate.end('SIGKILL')
    await this.startGate()
  }

  async killBridge(): Promise<void> {
    await this.endBridge('SIGKILL')
    await this.startBridge()
  }

  /** Another disk: the gate begins a new epoch and knows nothing. */
  override async loseLedger(): Promise<void> {
    await this.gate.end('SIGKILL')
    const lost = join(this.folder, `ledger.lost.${this.#lost.length}`)
    await rename(this.#ledger, lost)
    this.#lost.push(lost)
    await this.startGate()
  }

  get #ledger(): string {
    return join(this.folder, 'gate', 'ledger.jsonl')
  }

  /** What became of each order, by what the gate wrote down and not by what it said. */
  async ledgers(): Promise<Ledger[]> {
    return Promise.all([...this.#lost, this.#ledger].map(read))
  }
}

/** How often each key was taken, and how often it was used. */
interface Ledger {
  granted: Map<string, number>
  used: Map<string, number>
}

async function read(path: string): Promise<Ledger> {
  const ledger: Ledger = { granted: new Map(), used: new Map() }
  const count = (tallies: Map<string, number>, key: string) => tallies.set(key, (tallies.get(key) ?? 0) + 1)
  const text = await readFile(path, 'utf8')
  // A last line without an end was cut off by a kill: it was never acknowledged, and the gate drops it too.
  for (const line of text.split('\n').slice(0, -1))
    for (const record of (JSON.parse(line) as Commit).records) {
      if (record.type === 'ExemptionGranted') count(ledger.granted, record.grantKey)
      if (record.type === 'ExemptionHonoured') count(ledger.used, record.grantKey)
    }
  return ledger
}
