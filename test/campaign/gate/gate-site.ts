import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Commit } from '../../../parking-bridge/simulated-gate/src/ledger.ts'
import { CouponHouse } from '../../edge/parking-bridge/coupons/coupon-house.ts'
import { House } from '../../edge/parking-bridge/house.ts'

/** Bridge and gate of one profile as real processes with a cable between them, and every ledger the gate ever had. */
export interface Site {
  house: House
  killGate(): Promise<void>
  killBridge(): Promise<void>
  /** Another disk: the gate begins a new epoch and knows nothing. */
  loseLedger(): Promise<void>
  /** What became of each order, by what the gate wrote down and not by what it said. */
  ledgers(): Promise<Ledger[]>
}

const opcua = (profile: string): House => {
  const settings = { GATE_PROFILE: profile }
  return new (class extends House {
    override startGate = (): Promise<void> => super.startGate(settings)
    override startBridge = () => super.startBridge(settings)
  })()
}

/** A platform that takes the same coupon again as another one, and answers no question about it. */
const plain = (): House =>
  new (class extends CouponHouse {
    override startGate = (): Promise<void> => super.startGate({ DUPLICATES: 'forgotten' })
  })('')

export type Profile = 'methods' | 'registers' | 'coupons' | 'plain-coupons'
const houseOf = (profile: Profile): House => {
  if (profile === 'coupons') return new CouponHouse('grantSerial,sync')
  return profile === 'plain-coupons' ? plain() : opcua(profile)
}

export function siteOf(profile: Profile): Site {
  const house = houseOf(profile)
  const lost: string[] = []
  const ledger = join(house.folder, 'gate', 'ledger.jsonl')
  return {
    house,
    async killGate() {
      await house.gate.end('SIGKILL')
      await house.startGate()
    },
    async killBridge() {
      await house.endBridge('SIGKILL')
      await house.startBridge()
    },
    async loseLedger() {
      await house.gate.end('SIGKILL')
      const kept = join(house.folder, `ledger.lost.${lost.length}`)
      await rename(ledger, kept)
      lost.push(kept)
      await house.startGate()
    },
    ledgers: () => Promise.all([...lost, ledger].map(read)),
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
