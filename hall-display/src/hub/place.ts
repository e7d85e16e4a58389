import type { Envelope, ResumeAnswer } from '@pingting/contract'
import type { Screen, ScreenFrame } from '@pingting/contract/words/screen'
import { reduce } from './reduce.ts'

/** What a face holds of one room, and its place in the room's stream. */
export interface Held {
  epoch: string
  seq: number
  screen: Screen
  frame?: ScreenFrame
}

/** `gap`: something was missed, ask from our place. `afresh`: our place means nothing any more, ask for a snapshot. */
export type Judgement = 'apply' | 'drop' | 'gap' | 'afresh'

export function judge(held: Held | undefined, envelope: Envelope): Judgement {
  if (held === undefined || held.epoch !== envelope.epoch) return 'afresh'
  if (envelope.seq <= held.seq) return 'drop'
  return envelope.last > held.seq ? 'gap' : 'apply'
}

/** After these events an envelope cannot say enough: only the hub knows what the room shows next. */
const TURNS: Readonly<Record<string, readonly string[]>> = {
  counter: ['ticket.called', 'ticket.undone'],
  parking: ['hall.dayClosed', 'hall.dayErased'],
}

/**
 * Whether a room turns to something it has heard nothing of, so that a fresh screen is asked for: a counter's tablet
 * to another visitor, the operator's list to another day, when the hub lets go of what is over.
 */
export const turnsToAnother = ({ audience, events }: Envelope): boolean =>
  events.some(event => TURNS[audience.split(':', 1)[0]!]?.includes(event.type))

export const apply = (held: Held, envelope: Envelope): Held => ({
  ...held,
  seq: envelope.seq,
  screen: reduce(held.screen, envelope),
})

/**
 * @returns what is held after the answer, or `afresh` when the answer continues something we do not hold, or the room
 * turned to another while we were away.
 */
export function adopt(held: Held | undefined, answer: ResumeAnswer): Held | 'afresh' {
  const screen = answer.snapshot ?? continued(held, answer)
  if (screen === undefined) return 'afresh'
  const frame = answer.frame ?? held?.frame
  return { epoch: answer.epoch, seq: answer.seq, screen, ...(frame && { frame }) }
}

function continued(held: Held | undefined, answer: ResumeAnswer): Screen | undefined {
  if (held === undefined || held.epoch !== answer.epoch || answer.envelopes === undefined) return undefined
  const missed = answer.envelopes.filter(envelope => envelope.seq > held.seq)
  if (missed.some(turnsToAnother)) return undefined
  return missed.reduce((screen, envelope) => reduce(screen, envelope), held.screen)
}
