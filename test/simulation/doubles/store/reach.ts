import type { StoredCommit } from '../../../../server/src/hub/journal/codec.ts'
import type { Part } from '../../engine/clockwork.ts'
import { LOT } from '../site.ts'

/** Decided by the hub and not handed to the store yet, or lost on the way and told again: a few commits at most. */
const UNDER_WAY = 3

/** Commits of the lot that a decision knew for certain, and those it can have known. */
export interface Span {
  from: number
  to: number
}

/**
 * How much of the lot each commit of a hall can have known: what the hub that wrote it had read at its start or written
 * itself is known for certain; what stood in no journal yet, and is not under way to one, cannot be known.
 */
export class Reach {
  readonly #spans = new Map<string, Span>()
  readonly #read = new Map<Part, number>()
  readonly #handed = new Map<Part, StoredCommit>()

  of = (commandId: string): Span => this.#spans.get(commandId) ?? { from: 0, to: Number.POSITIVE_INFINITY }

  begins(part: Part, lot: readonly StoredCommit[]): void {
    if (!this.#read.has(part)) this.#read.set(part, lot.length)
  }

  hands(part: Part, docs: readonly StoredCommit[], lot: readonly StoredCommit[]): void {
    const [first] = docs
    if (first === undefined) return
    const last = this.#handed.get(part)
    if (last !== undefined && lot[last.seq - 1]?.commandId === last.commandId) this.#knows(part, last.seq)
    if (first.stream === LOT) {
      this.#knows(part, first.seq - 1)
      this.#handed.set(part, docs.at(-1)!)
      return
    }
    const now = { from: this.#read.get(part) ?? 0, to: Math.max(lot.length, last?.seq ?? 0) + UNDER_WAY }
    for (const { commandId } of docs) {
      // Tried again, it was decided again; which of the tries is in the journal cannot be seen.
      const { from, to } = this.#spans.get(commandId) ?? now
      this.#spans.set(commandId, { from: Math.min(from, now.from), to: Math.max(to, now.to) })
    }
  }

  #knows(part: Part, seq: number): void {
    this.#read.set(part, Math.max(this.#read.get(part) ?? 0, seq))
  }
}
