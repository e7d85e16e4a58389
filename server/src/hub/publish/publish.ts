import type {
  AudienceKind,
  Commit,
  Envelope,
  ResumeAnswer,
  ResumeRequest,
  Screen,
  ScreenFrame,
} from '@pingting/contract'
import type { Server } from 'socket.io'
import { deliveries, type Where } from './audience.ts'

/** What one stream shows: how to redact its commits, and how to draw it fresh. */
export interface Shown {
  where: Where
  screen(audience: string): Screen
  frame(audience: string): ScreenFrame | undefined
}

export const roomOf = (stream: string, audience: string): string => `${stream}/${audience}`
export const kindOf = (audience: string): AudienceKind => audience.split(':')[0] as AudienceKind

const RING_MAX = 4_096

/** The latest commits of one stream, so that who was away a moment gets what it missed. */
interface Ring {
  commits: Commit[]
  /** The seq before the oldest commit kept. */
  fromSeq: number
  headSeq: number
  /** Up to here a room may have missed commits. */
  gapSeq: number
  /** Per room with somebody in it, the seq of its last envelope. */
  lastSeq: Map<string, number>
}

/**
 * Sends each commit to the rooms that may see it, at once and never volatile, and answers who comes back. Redaction
 * of what is replayed uses today's state: a room is bound to a ticket or a counter, and those do not change owners.
 */
export class Publisher {
  readonly #io: Server
  readonly #epoch: string
  readonly #rings = new Map<string, Ring>()

  constructor(io: Server, epoch: string) {
    this.#io = io
    this.#epoch = epoch
  }

  /** Without a view, as while a start reads the journal, the commit is only kept for who comes back. */
  publish(commit: Commit, shown: Shown | undefined): void {
    const ring = this.#ringOf(commit.stream, commit.seq - 1)
    // A state read from a newer snapshot leaves commits out: who was before them is told that there is a gap.
    if (commit.seq !== ring.headSeq + 1) {
      Object.assign(ring, { commits: [], fromSeq: commit.seq - 1, gapSeq: commit.seq - 1 })
      ring.lastSeq.clear()
    }
    ring.commits.push(commit)
    ring.headSeq = commit.seq
    if (ring.commits.length > RING_MAX) ring.fromSeq = ring.commits.shift()!.seq
    if (shown === undefined) return
    const rooms = this.#io.of('/').adapter.rooms
    for (const [audience, events] of deliveries(commit.events, shown.where)) {
      const room = roomOf(commit.stream, audience)
      if (!rooms.has(room)) {
        ring.lastSeq.delete(room)
        continue
      }
      const envelope = this.#envelope(commit, audience, events, ring.lastSeq.get(room) ?? ring.gapSeq)
      ring.lastSeq.set(room, commit.seq)
      this.#io.to(room).emit('event', envelope)
    }
  }

  /**
   * Missing envelopes, or a snapshot where they are not all known any more. Runs, like the join that follows it, in one
   * turn of the loop: nothing can be published between the two.
   */
  resume(request: ResumeRequest, shown: Shown, headSeq: number, clock: ResumeAnswer['clock']): ResumeAnswer {
    const ring = this.#ringOf(request.stream, headSeq)
    const frame = shown.frame(request.audience)
    const answer = { epoch: this.#epoch, seq: ring.headSeq, clock, ...(frame === undefined ? {} : { frame }) }
    const place = request.seq
    if (request.epoch === this.#epoch && place !== undefined && place >= ring.fromSeq && place <= ring.headSeq) {
      return { ...answer, envelopes: this.#replay(ring, request.audience, place, shown.where) }
    }
    return { ...answer, snapshot: shown.screen(request.audience) }
  }

  #replay(ring: Ring, audience: string, place: number, where: Where): Envelope[] {
    let last = place
    return ring.commits
      .filter(commit => commit.seq > place)
      .flatMap(commit => {
        const events = deliveries(commit.events, where).get(audience)
        if (events === undefined) return []
        const envelope = this.#envelope(commit, audience, events, last)
        last = commit.seq
        return [envelope]
      })
  }

  #envelope(commit: Commit, audience: string, events: Envelope['events'], last: number): Envelope {
    return { stream: commit.stream, audience, epoch: this.#epoch, seq: commit.seq, last, at: commit.at, events }
  }

  #ringOf(stream: string, seq: number): Ring {
    let ring = this.#rings.get(stream)
    if (ring === undefined) {
      ring = { commits: [], fromSeq: seq, headSeq: seq, gapSeq: 0, lastSeq: new Map() }
      this.#rings.set(stream, ring)
    }
    return ring
  }
}
