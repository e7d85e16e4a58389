import { type BusinessDay, type DisputeWish, type Refusal, refuse } from '@pingting/contract'
import type { PaperStore } from '../../settlements/store.ts'
import type { Hub } from '../dispatch.ts'

interface DisputePorts {
  hub: Pick<Hub, 'submit' | 'stream'>
  papers: Pick<PaperStore, 'drawn'>
}

/**
 * One side says of a use in a day's latest settlement that it is wrong. What stands there is read here, and not believed
 * of whoever says so; sent again under its id it is answered as the first time.
 */
export async function raiseDispute(
  { hub, papers }: DisputePorts,
  lotId: string,
  day: BusinessDay,
  { commandId, key, ...wish }: DisputeWish,
  staffId: string,
): Promise<object | Refusal> {
  const version = hub.stream('lot', lotId)?.peek().settlements.days.get(day)?.version
  if (version === undefined) return refuse('settlement.unknown')
  const drawn = await papers.drawn(lotId, day, version)
  const row = drawn?.rows.find(one => one.kind === 'use' && one.key === key)
  if (row === undefined) return refuse('dispute.unknown', key)
  const command = { type: 'dispute.raise', commandId, ...wish, row, staffId }
  const outcome = await hub.submit(`lot:${lotId}`, command, { kind: 'system', part: 'books' })
  if ('refused' in outcome) return outcome
  const proposed = outcome.commit.events.find(event => event.type === 'adjustment.proposed')
  return { key, businessDay: day, adjustmentId: proposed?.adjustmentId }
}
