/**
 * What the taker of a ticket was told: people of the same service ahead, and the wait in whole business minutes, which
 * is absent while no counter is open for the service.
 */
export interface Told {
  aheadTally: number
  waitMinutesFrom?: number
  waitMinutesTo?: number
}

/** Reads it from `ticket.taken`; undefined of a ticket taken before it was recorded. */
export function toldIn(event: { [name in keyof Told]?: Told[name] | undefined }): Told | undefined {
  const { aheadTally, waitMinutesFrom, waitMinutesTo } = event
  if (aheadTally === undefined) return undefined
  return {
    aheadTally,
    ...(waitMinutesFrom !== undefined && { waitMinutesFrom }),
    ...(waitMinutesTo !== undefined && { waitMinutesTo }),
  }
}
