import type { Answer } from '@pingting/contract'

/**
 * What the visitor is at: looking on, saying that the number is his, rating, naming the car, thanked, told that the
 * rating is kept, or done. Another visitor starts anew.
 */
export type Step = 'look' | 'whose' | 'rate' | 'plate' | 'thanks' | 'kept' | 'over'

/** While the hub is away nobody knows who sits here by now, so that is asked first. */
export const toRating = (away: boolean): Step => (away ? 'whose' : 'rate')

/** @param plate the one bound to the ticket, if there is one. */
const afterRating = (plate?: string): Step => (plate === undefined ? 'plate' : 'thanks')

/** Where a rating leads that was answered, or that the tablet keeps; what is refused stays in the form. */
export function afterGiving(answer: Answer | 'kept', plate?: string): Step {
  if (answer === 'kept') return 'kept'
  return answer.ok ? afterRating(plate) : 'rate'
}

/**
 * Where a visitor goes whose ticket is told to be rated. One the tablet kept has arrived, and he goes on as if the
 * answer had come at once; else it was rated on the phone, where the plate is asked for too.
 */
export function onceRated(now: Step, plate?: string): Step {
  if (now === 'kept') return afterRating(plate)
  return now === 'rate' || now === 'whose' ? 'over' : now
}

/** Somebody stands before the face, who may walk away. */
export const isAttended = (step: Step): boolean => step !== 'look' && step !== 'over'
