import type { Part } from './clockwork.ts'

export interface Entry {
  atMs: number
  order: number
  part: Part
  /** Absent once it was called off. */
  run: (() => void) | undefined
}

/** What is to happen, soonest first, and in the order it was asked for where the time is the same: a binary heap. */
export class Agenda {
  readonly #heap: Entry[] = []
  #orders = 0

  add(atMs: number, part: Part, run: () => void): () => void {
    const entry: Entry = { atMs, order: this.#orders++, part, run }
    this.#rise(entry)
    return () => {
      entry.run = undefined
    }
  }

  first(): Entry | undefined {
    return this.#heap[0]
  }

  take(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (last !== undefined && heap.length > 0) this.#sink(last)
  }

  #rise(entry: Entry): void {
    const heap = this.#heap
    let at = heap.length
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (isBefore(heap[parent]!, entry)) break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = entry
  }

  #sink(entry: Entry): void {
    const heap = this.#heap
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1
      if (isBefore(entry, heap[child]!)) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = entry
  }
}

const isBefore = (a: Entry, b: Entry): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)
