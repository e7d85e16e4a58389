import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { House } from './house.ts'

const house = new House()
const WAIT = { timeout: 30_000, interval: 50 }
/** What the gate keeps, and drops at once when it is full. */
const KEPT_MAX = 200_000
const DROPPED_AT_ONCE = 20_000

beforeAll(() => house.hub.listen())
afterAll(() => house.close())

/** A car turns back before the barrier so often that the gate cannot keep it all. */
function fillLedger(stayId: string, eventSeq: number): void {
  const at = new Date().toISOString()
  const events = Array.from({ length: KEPT_MAX }, (_, index) => ({
    ...{ sequenceNumber: eventSeq + 1 + index, at, type: 'FeeDue', stayId, dueFen: 200 },
  }))
  appendFileSync(join(house.folder, 'gate', 'ledger.jsonl'), `${JSON.stringify({ records: [], events })}\n`)
}

test('[G4, LT14] a new hub on an old gate is told what the gate has dropped, and goes on with the oldest it still has', async () => {
  await house.startGate()
  const { stayId } = await house.enter()
  const { eventSeq } = (await house.gate.get('/state')) as { eventSeq: number }
  await house.gate.end('SIGTERM')
  fillLedger(stayId, eventSeq)
  await house.startGate()
  await house.startBridge()

  await vi.waitFor(() => expect(house.hub.lot.gateSeq).toBeGreaterThan(DROPPED_AT_ONCE + 100), WAIT)

  expect([...house.hub.lot.foreign.values()]).toMatchObject([{ gateSeq: 1, lostTo: DROPPED_AT_ONCE }])
  expect(house.log).toContain('the gate has dropped what nobody recorded')
}, 90_000)
