/** Lanes and their barriers, as far as a simulation needs them: shown as "now", never recorded. */
export interface Lane {
  laneId: string
  direction: 'In' | 'Out'
  barrier: 'Closed' | 'Open'
  loopOccupied: boolean
}

/** A car needs about so long to pass, on the wall. */
const PASSING_MS = 2_000

export class Lanes {
  readonly all: readonly Lane[]
  #closing = new Map<string, NodeJS.Timeout>()
  #listeners: ((lane: Lane) => void)[] = []

  /** Entries come first: with one of each, Lane_1 leads in and Lane_2 leads out. */
  constructor(lanesIn: number, lanesOut: number) {
    this.all = Array.from({ length: lanesIn + lanesOut }, (_, index) => ({
      laneId: `Lane_${index + 1}`,
      direction: index < lanesIn ? 'In' : 'Out',
      barrier: 'Closed',
      loopOccupied: false,
    }))
  }

  has(laneId: string, direction: Lane['direction']): boolean {
    return this.all.some(lane => lane.laneId === laneId && lane.direction === direction)
  }

  onChange(listener: (lane: Lane) => void): void {
    this.#listeners.push(listener)
  }

  /** A car stands before the closed barrier. */
  wait(laneId: string): void {
    this.#set(laneId, 'Closed', true)
  }

  /** The barrier opens, the car passes, the barrier closes. */
  pass(laneId: string): void {
    clearTimeout(this.#closing.get(laneId))
    this.#set(laneId, 'Open', true)
    const closing = setTimeout(() => this.#set(laneId, 'Closed', false), PASSING_MS)
    closing.unref()
    this.#closing.set(laneId, closing)
  }

  #set(laneId: string, barrier: Lane['barrier'], loopOccupied: boolean): void {
    const lane = this.all.find(each => each.laneId === laneId)
    if (lane === undefined) return
    lane.barrier = barrier
    lane.loopOccupied = loopOccupied
    for (const listener of this.#listeners) listener(lane)
  }
}
