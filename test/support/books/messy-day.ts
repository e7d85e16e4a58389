import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FileMapping } from '@pingting/contract'
import { LOT_ID } from '../../../server/living-hall/seed.ts'
import { type HubProcess, startHub } from '../hub-process.ts'
import { bridgeOf, DAY, livedDay, OTHER, PHANTOM, PLATE } from './lived-day.ts'

export const MAPPING: FileMapping = {
  ...{ version: 1, encoding: 'utf-8', money: 'yuan', duration: 'minute', time: 'yyyy-MM-dd HH:mm:ss' },
  columns: {
    ...{ key: '券号', transactionId: '流水号', stayId: '停车号', laneId: '车道', exitedAt: '出场时间' },
    ...{ minutes: '免费分钟', feeBeforeFen: '应收', feeWaivedFen: '减免', feeAfterFen: '实收' },
  },
}
/** The first line of such a file. */
export const TITLES = Object.values(MAPPING.columns).join(',')

/**
 * The morning after a day on which a car that had earned free parking paid in full (B13), one was let out by a person
 * (B12), and one on an exemption that no hall has granted (B4); the car park's daily file can be handed in.
 */
export async function messyDay(): Promise<{ hub: HubProcess; exemptionId: string; phantom: string }> {
  const { dataDir, exemptionId, phantom } = await livedDay({ away: true })
  const LOT_FILES = join(dataDir, 'files.json')
  writeFileSync(LOT_FILES, JSON.stringify({ [LOT_ID]: MAPPING }))
  const BUSINESS_CLOCK = `2026-11-24T01:00:00.000Z@${Date.now()}x1`
  const hub = await startHub({ environment: { BUSINESS_CLOCK, LOT_FILES }, dataDir })
  const report = await bridgeOf(hub)
  const entered = { kind: 'entered', laneId: 'in', carClass: 'casual', enteredAt: `${DAY}T01:30:00.000Z` }
  const exit = { kind: 'exited', laneId: 'out', exitedAt: `${DAY}T02:30:00.000Z`, minutes: 100 }
  const [paid, free] = [
    { feeBeforeFen: 400, feeWaivedFen: 0, feeAfterFen: 400 },
    { feeBeforeFen: 400, feeWaivedFen: 400, feeAfterFen: 0 },
  ]
  await report(
    { ...entered, gateSeq: 3, stayId: 's3', plate: '鲁F77777' },
    { ...exit, gateSeq: 4, stayId: 's1', plate: PLATE, ...paid },
    {
      kind: 'honoured',
      gateSeq: 5,
      stayId: 's2',
      exemptionId: PHANTOM,
      minutesApplied: 100,
      exitedAt: exit.exitedAt,
      ...free,
    },
    { ...exit, gateSeq: 6, stayId: 's2', plate: OTHER, ...free },
    { ...exit, gateSeq: 7, stayId: 's3', plate: '鲁F77777', ...paid, release: 'manual', paidFen: 0 },
  )
  return { hub, exemptionId, phantom }
}
