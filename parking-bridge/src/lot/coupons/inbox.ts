import type { GateRecord } from '@pingting/contract'
import type { EventsAnswer } from '../port.ts'
import type { Fact } from './pushes.ts'

/** Facts that wait for the hub; beyond them the platform has to keep its own. */
export const WAITING_MAX = 1_000
/** Keys of what is recorded, and exits, that are remembered for a repeat or an entry that comes late. */
const REMEMBERED_MAX = 10_000

interface Waiting extends Fact {
  /** Given when the fact is first handed out, and never again to another. */
  seq?: number
}

/**
 * What the platform has pushed and the hub has not recorded yet. The platform numbers nothing, so a fact gets the number
 * after the latest that the hub knows. Nothing in here matters: the platform was not told that it was taken, and tells it
 * again.
 */
export class Inbox {
  #waiting: Waiting[] = []
  #recorded = new Map<string, true>()
  #exits = new Map<string, Fact>()
  #hearers = new Map<string, Set<() => void>>()
  /** The latest number that was given out or is recorded. */
  #last = 0

  take(fact: Fact): 'recorded' | 'waits' | 'full' {
    if (this.#recorded.has(fact.key)) return 'recorded'
    if (this.#waiting.some(({ key }) => key === fact.key)) return 'waits'
    const both = this.#withItsExit(fact)
    if (this.#waiting.length + both.length > WAITING_MAX) return 'full'
    this.#waiting.push(...both.map(each => ({ ...each })))
    if (fact.record.kind === 'exited') remember(this.#exits, fact.record.stayId, fact)
    return 'waits'
  }

  /** Called once the hub has recorded it. @returns how to be called no more. */
  onRecorded(key: string, tell: () => void): () => void {
    const hearers = this.#hearers.get(key) ?? new Set()
    this.#hearers.set(key, hearers.add(tell))
    return () => {
      hearers.delete(tell)
      if (hearers.size === 0) this.#hearers.delete(key)
    }
  }

  /** That somebody asks from `seq` says that all up to it is recorded. */
  since(seq: number, max: number): Pick<EventsAnswer, 'records' | 'oldestSeq'> {
    this.#last = Math.max(this.#last, seq)
    const recorded = this.#waiting.filter(each => each.seq !== undefined && each.seq <= seq)
    this.#waiting = this.#waiting.slice(recorded.length)
    for (const { key } of recorded) this.#settle(key)
    const records = this.#waiting.slice(0, max).map(each => {
      each.seq ??= ++this.#last
      return { ...each.record, gateSeq: each.seq } as GateRecord
    })
    return { records, oldestSeq: this.#waiting[0]?.seq ?? this.#last + 1 }
  }

  /** An entry that comes after its exit would leave a car inside for ever: the exit is told once more behind it. */
  #withItsExit(fact: Fact): Fact[] {
    const exit = fact.record.kind === 'entered' ? this.#exits.get(fact.record.stayId) : undefined
    return exit === undefined ? [fact] : [fact, { key: `${exit.key} again`, record: exit.record }]
  }

  #settle(key: string): void {
    remember(this.#recorded, key, true)
    for (const tell of this.#hearers.get(key) ?? []) tell()
    this.#hearers.delete(key)
  }
}

function remember<V>(memory: Map<string, V>, key: string, value: V): void {
  memory.set(key, value)
  if (memory.size > REMEMBERED_MAX) memory.delete(memory.keys().next().value!)
}
