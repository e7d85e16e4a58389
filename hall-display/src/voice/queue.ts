import { CALLS_MAX, type CallRow } from '@pingting/contract/words/screen'

/** How often a call is said: once only while so many others wait for their turn, or the last would wait for minutes. */
const SAID_TWICE = 2
const BEHIND = 3
/** More than one at a counter never waits, so a hall of few counters does not come to it. */
export const WAITING_MAX = 12

/**
 * The calls one loudspeaker has still to say, in the order they came. Pure: what is said and when it ends is told from
 * outside, one sentence at a time, so nothing here can cut one off or let two overlap.
 */
export interface Announcements {
  /** Everything the board showed last; absent before it showed anything. */
  board?: readonly CallRow[]
  waiting: readonly CallRow[]
  saying?: Saying
}

interface Saying {
  call: CallRow
  /** Whole times it was said. */
  said: number
  times: number
}

export const silence: Announcements = { waiting: [] }

export const keyOf = (call: CallRow): string => `${call.ticketId} ${call.at}`

/**
 * The board shows other calls. New ones wait for their turn, a recall as well. What is over leaves unsaid: missed,
 * undone, or answered, since its counter calls the next. A call that only fell off the board's end is not over.
 * @param notBefore what was called before this instant is no news any more: the screen was away.
 */
export function shown(now: Announcements, board: readonly CallRow[], notBefore = ''): Announcements {
  if (now.board === undefined) return { ...now, board }
  const known = new Set(now.board.map(keyOf))
  const news = board.filter(call => !known.has(keyOf(call)) && call.at >= notBefore).reverse()
  const recalled = new Map(news.map(call => [call.ticketId, call]))
  const kept = now.waiting
    // Called again before it was said: it keeps its turn.
    .map(call => recalled.get(call.ticketId) ?? call)
    .filter(call => !isOver(call, board))
  const inTurn = new Set(kept.map(call => call.ticketId))
  const waiting = [...kept, ...news.filter(call => !inTurn.has(call.ticketId) && !isOver(call, board))]
  const saying = now.saying && isTakenBack(now.saying.call, board) ? { ...now.saying, times: 0 } : now.saying
  return { ...now, board, waiting: waiting.slice(-WAITING_MAX), ...(saying && { saying }) }
}

/** The next one begins, when none is being said. */
export function begun(now: Announcements): Announcements {
  const [call, ...waiting] = now.waiting
  if (now.saying !== undefined || call === undefined) return now
  return { ...now, waiting, saying: { call, said: 0, times: waiting.length >= BEHIND ? 1 : SAID_TWICE } }
}

/** It was said once, to its end. It is said again, or leaves. */
export function ended(now: Announcements): Announcements {
  if (now.saying === undefined) return now
  const { saying, ...rest } = now
  const said = saying.said + 1
  return said < saying.times ? { ...rest, saying: { ...saying, said } } : rest
}

/** A counter serves one at a time: who stands above it on the board was called after it was done with this one. */
const isOver = (call: CallRow, board: readonly CallRow[]): boolean =>
  isTakenBack(call, board) ||
  board.some(other => other.counterId === call.counterId && other.ticketId !== call.ticketId && other.at > call.at)

/** Not on the board, and not because it fell off the end of a full one. */
function isTakenBack(call: CallRow, board: readonly CallRow[]): boolean {
  if (board.some(row => row.ticketId === call.ticketId)) return false
  const oldest = board.at(-1)
  return oldest === undefined || board.length < CALLS_MAX || call.at > oldest.at
}
