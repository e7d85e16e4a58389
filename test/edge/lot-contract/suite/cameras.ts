import type { GateRecord } from '@pingting/contract'
import { expect, test, vi } from 'vitest'
import { answerOf, nextPlate } from '../orders.ts'
import type { Site } from '../site.ts'
import type { Keeps } from './keeps.ts'

const WAIT = { timeout: 20_000, interval: 20 }

/** What every profile says of its cameras. */
export function camerasOf(site: () => Site, { cameras }: Keeps): void {
  test('[PF1, GT54, GT60] tells how sure a camera was of each plate, with colour and picture, or none of it', async () => {
    // given cars that come at one moment, of which one is hardly read and one is of another colour
    const { world } = site()
    const [sure, unsure, green] = [nextPlate(), nextPlate(), nextPlate().replace('F', 'FD')]
    const cars: [plate: string, confidence: number, plateColour: number][] = [
      [sure, 98, 1],
      [unsure, 61, 1],
      [green, 97, 5],
    ]
    const at = new Date(Date.now() - 10_000).toISOString()
    await Promise.all(cars.map(([plate, confidence]) => world.post('/cars/enter', { plate, confidence, at })))
    // and one leaves by a camera that is sure of it
    await world.post('/cars/exit', { plate: unsure, pay: true })

    // when their entries are told, then each with what its own camera said
    const records = await factsUpTo(site(), [sure, unsure, green])
    for (const [plate, confidence, plateColour] of cars) {
      const told = records.find(record => record.kind === 'entered' && record.plate === plate)
      expect(told).toMatchObject({ kind: 'entered', ...(cameras === undefined ? {} : { confidence }) })
      if (cameras === 'everything')
        expect(told).toMatchObject({ plateColour, imageId: expect.stringMatching(/^nsu=.+;s=picture-\d+$/) })
      if (cameras === undefined) expect(told).not.toHaveProperty('confidence')
      if (cameras !== 'everything') expect(told).not.toHaveProperty('plateColour')
    }
  })
}

/** All facts up to the entry of the last of these cars. */
async function factsUpTo({ lot }: Site, plates: readonly string[]): Promise<GateRecord[]> {
  const records: GateRecord[] = []
  await vi.waitFor(async () => {
    records.push(...answerOf(await lot.eventsSince(records.at(-1)?.gateSeq ?? 0, 24)).records)
    const seen = new Set(records.flatMap(record => (record.kind === 'entered' ? record.plate : [])))
    expect(plates.filter(plate => !seen.has(plate))).toEqual([])
  }, WAIT)
  return records
}
