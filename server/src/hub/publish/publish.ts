import type {
  AudienceKind,
  Commit,
  Envelope,
  ResumeAnswer,
  ResumeRequest,
  Screen,
  ScreenEvent,
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

/** Minutes of a busy hall. Who was away for longer is shown the whole, which costs the hub less than telling it all. */
const REPLAY_MAX = 256

/** A commit as each audience heard it; nobody is told before there is something to be shown. */
interface Told {
  commit: Commit
  heard?: ReadonlyMap<string, ScreenEvent[]>
}

/** The latest commits of one stream, so that who was away a moment gets what it missed. */
interface Ring {
  told: Told[]
  /** The seq before the oldest commit kept. */
  fromSeq: number
  headSeq: number
  /** Up to here a room may have missed commits. */
  gapSeq: number
  /** Per room with somebody in it, the seq of its last envelope. */
  lastSeq: Map<string, number>
}

/**
 * Sends each commit to the rooms that may see it, at once and never volatile, and answers who comes back. It is redacted
 * once: anybody may come back at any time, and is told what the room heard.
 */
export class Publisher {
  readonly #io: Server
  readonly #epoch: string
  readonly #rings = new Map<string, Ring>()

  constructor(io: Server, epoch: string) {
    this.#io = io
    this.#epoch = epoch
    io.of('/').adapter.on('delete-room', (room: string) => this.#left(room))
  }

  /** Without a view, as while a start reads the journal, the commit is only kept for who comes back. */
  publish(commit: Commit, shown: Shown | undefined): void {
    const ring = this.#ringOf(commit.stream, commit.seq - 1)
    // A state read from a newer snapshot leaves commits out: who was before them is told that there is a gap.
    if (commit.seq !== ring.headSeq + 1) {
      Object.assign(ring, { told: [], fromSeq: commit.seq - 1, gapSeq: commit.seq - 1 })
      ring.lastSeq.clear()
    }
    const heard = shown && deliveries(commit.events, shown.where)
    ring.told.push({ commit, ...(heard && { heard }) })
    ring.headSeq = commit.seq
    if (ring.told.length > REPLAY_MAX) ring.fromSeq = ring.told.shift()!.commit.seq
    if (heard === undefined) return
    const rooms = this.#io.of('/').adapter.rooms
    for (const [audience, events] of heard) {
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

  /** Nobody is in the room any more: of a hall with thousands of tickets a day most rooms are never entered again. */
  #left(room: string): void {
    this.#rings.get(room.slice(0, room.indexOf('/')))?.lastSeq.delete(room)
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
    return ring.told
      .filter(({ commit }) => commit.seq > place)
      .flatMap(told => {
        const { commit } = told
        told.heard ??= deliveries(commit.events, where)
        const events = told.heard.get(audience)
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
      ring = { told: [], fromSeq: seq, headSeq: seq, gapSeq: 0, lastSeq: new Map() }
      this.#rings.set(stream, ring)
    }
    return ring
  }
}
