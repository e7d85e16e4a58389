import { type HubState, type Room, useHub } from './store.ts'

let gathered: Partial<HubState> | undefined

function write(change: Partial<HubState>): void {
  if (gathered === undefined) useHub.setState(change)
  else Object.assign(gathered, change)
}

export const showRoom = (key: string, room: Room): void =>
  write({ rooms: { ...(gathered?.rooms ?? useHub.getState().rooms), [key]: room } })

/** The hub spoke: that it did, and all that follows from it, is one write, so that screens are drawn once for it. */
export function heard(what: () => void = () => undefined): void {
  gathered = { lastWordMs: performance.now() }
  try {
    what()
  } finally {
    const all = gathered
    gathered = undefined
    useHub.setState(all)
  }
}
