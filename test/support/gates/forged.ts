import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { addMs, type Instant } from '@pingting/contract'
import type { LivingHouse } from '../../../server/living-hall/house.ts'

const MINUTE_MS = 60_000

/** Somebody who has the disk of the gate in his hands writes free parking into its ledger, twenty minutes ago. */
export async function forgeAtGate(
  house: LivingHouse,
  dataDir: string,
  now: Instant,
  forged: readonly { exemptionId: string; plate: string }[],
): Promise<void> {
  const { ledgerSeq } = (await (await fetch(`${house.controlUrl}/state`)).json()) as { ledgerSeq: number }
  house.gate.process.kill('SIGKILL')
  await house.gate.ended
  const records = forged.map(({ exemptionId, plate }, n) => ({
    ...{ ledgerSeq: ledgerSeq + 1 + n, at: addMs(now, -20 * MINUTE_MS), type: 'ExemptionGranted' },
    ...{ grantId: `forged ${n}`, bridgeEpoch: 1, grantKey: exemptionId, requestHash: '0'.repeat(64) },
    ...{ plate, plateColour: 0, freeMinutes: 240, maxUses: 1, stackRule: 'max' },
    ...{ notBefore: addMs(now, -60 * MINUTE_MS), notAfter: addMs(now, 240 * MINUTE_MS) },
  }))
  appendFileSync(join(dataDir, 'gate', 'ledger.jsonl'), `${JSON.stringify({ records, events: [] })}\n`)
  await house.restart('gate')
}

/** What the gate says of a key. */
export async function stateAtGate({ controlUrl }: LivingHouse, exemptionId: string): Promise<string | undefined> {
  const ledger = (await (await fetch(`${controlUrl}/ledger`)).json()) as {
    grants: { grantKey: string; state: string }[]
  }
  return ledger.grants.find(({ grantKey }) => grantKey === exemptionId)?.state
}
