import { join } from 'node:path'
import { LOT_ID } from '../../../server/living-hall/seed.ts'
import { bridgeCredential } from '../access/bridge-credential.ts'
import { Client, eventOf, logIn, pair, rating } from '../client.ts'
import { type HubProcess, startHub } from '../hub-process.ts'

export const DAY = '2026-11-23'
export const [PLATE, OTHER] = ['鲁F12345', '鲁F54321'] as const
export const LOT = `lots/${LOT_ID}`
const MONEY = { feeBeforeFen: 400, feeWaivedFen: 400, feeAfterFen: 0 }

export function hubAt(instant: string, dataDir?: string, speed = 1): Promise<HubProcess> {
  const environment = { BUSINESS_CLOCK: `${instant}@${Date.now()}x${speed}` }
  return startHub(dataDir === undefined ? { environment } : { environment, dataDir })
}

type Report = (...records: object[]) => Promise<unknown>
/** Takes the lease of the bridge anew, and reports as it. */
export async function bridgeOf({ url, dataDir }: HubProcess): Promise<Report> {
  const bridge = new Client(url, bridgeCredential(join(dataDir, 'secrets')))
  const lease = await bridge.must('lot.lease', { bridgeId: 'b' }, LOT)
  const bridgeEpoch = Number(eventOf(lease, 'lot.leased')['bridgeEpoch'])
  return (...records) => bridge.must('lot.report', { bridgeEpoch, gateEpoch: 'g1', records }, LOT)
}

export const PHANTOM = '0b8f7c52-95d3-5a3c-8b93-8a5d6a3d1c11'
/** Both cars go out: the one on what it was granted, the other on nothing that any hall knows. */
export function exitsOf(exemptionId: string): object[] {
  const exitedAt = `${DAY}T02:30:00.000Z`
  const use = { kind: 'honoured', minutesApplied: 100, exitedAt, ...MONEY }
  const exit = { kind: 'exited', laneId: 'out', exitedAt, minutes: 100, ...MONEY }
  return [
    { ...use, gateSeq: 3, stayId: 's1', exemptionId },
    { ...exit, gateSeq: 4, stayId: 's1', plate: PLATE },
    { ...use, gateSeq: 5, stayId: 's2', exemptionId: PHANTOM },
    { ...exit, gateSeq: 6, stayId: 's2', plate: OTHER },
  ]
}

/**
 * A car whose driver rates, and one that the gate lets go free although no hall has granted it anything.
 * @param away the bridge is away before they go out
 */
export async function livedDay({
  away = false,
} = {}): Promise<{ dataDir: string; exemptionId: string; phantom: string }> {
  const hub = await hubAt(`${DAY}T01:00:00.000Z`, undefined, 60)
  const [kiosk, clerk] = [await pair(hub.url, 'kiosk'), await logIn(hub.url, 'clerk01')]
  const report = await bridgeOf(hub)
  const entered = { kind: 'entered', laneId: 'in', carClass: 'casual', enteredAt: `${DAY}T00:50:00.000Z` }
  await report(
    { ...entered, gateSeq: 1, stayId: 's1', plate: PLATE },
    { ...entered, gateSeq: 2, stayId: 's2', plate: OTHER },
  )
  await clerk.must('counter.open', { counterId: 'C01' })
  const taken = await kiosk.must('ticket.take', { serviceCode: 'enterprise', plate: PLATE })
  const { ticketId } = eventOf(taken, 'ticket.taken')
  await clerk.must('ticket.callNext', { counterId: 'C01' })
  await clerk.must('ticket.arrive', { counterId: 'C01', ticketId })
  await new Promise(resolve => setTimeout(resolve, 600))
  await clerk.must('ticket.finish', { counterId: 'C01', ticketId })
  const citizen = new Client(hub.url, taken.ticket!.token)
  const rated = await citizen.must('evaluation.submit', rating(ticketId, 'phone'))
  const { exemptionId } = eventOf(rated, 'exemption.granted') as unknown as { exemptionId: string }
  if (!away) await report(...exitsOf(exemptionId))
  await hub.stop()
  return { dataDir: hub.dataDir, exemptionId, phantom: PHANTOM }
}
