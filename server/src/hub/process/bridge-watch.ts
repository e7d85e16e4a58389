import type { Hub } from '../dispatch.ts'

/**
 * A bridge says every three seconds of the wall that it is there, and how its gate is. Two of these may be lost; a bridge
 * silent for longer is gone, frozen or cut off, and its lot's link is lost whatever was said last.
 */
const SILENCE_MS = 7_000
/** A hub that slept longer than this between two looks has itself heard nobody: that time does not count. */
const ASLEEP_MS = 3_000

/** Which bridges have fallen silent. Wall time, in ms that never go back, is handed in. */
export class BridgeWatch {
  readonly #heardMs = new Map<string, number>()
  #lookedMs: number

  constructor(wallMs: number) {
    this.#lookedMs = wallMs
  }

  heard(lotId: string, wallMs: number): void {
    this.#heardMs.set(lotId, wallMs)
  }

  /** Of these lots, those whose bridge is silent. Asked about for the first time, a lot has just been heard. */
  silent(lotIds: readonly string[], wallMs: number): string[] {
    const sinceMs = wallMs - this.#lookedMs
    this.#lookedMs = wallMs
    if (sinceMs > ASLEEP_MS) for (const [lotId, heardMs] of this.#heardMs) this.#heardMs.set(lotId, heardMs + sinceMs)
    return lotIds.filter(lotId => {
      const heardMs = this.#heardMs.get(lotId)
      if (heardMs === undefined) this.#heardMs.set(lotId, wallMs)
      return heardMs !== undefined && wallMs - heardMs > SILENCE_MS
    })
  }
}

/** Lots whose bridge has fallen silent since it was last said. */
export function loseSilent(hub: Hub, watch: BridgeWatch): void {
  const lots = hub.owned('lot').filter(({ state }) => state.card !== undefined && state.linkLoss !== 'bridgeAway')
  for (const lotId of watch.silent(
    lots.map(({ id }) => id),
    performance.now(),
  ))
    hub.loseLink(lotId)
}
