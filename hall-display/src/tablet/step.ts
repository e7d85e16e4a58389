/** What the visitor is at: looking on, rating, naming the car, or done. Another visitor starts anew. */
export type Step = 'look' | 'rate' | 'plate' | 'thanks' | 'over'

/** @param plate the one bound to the ticket, if there is one. */
export const afterRating = (plate?: string): Step => (plate === undefined ? 'plate' : 'thanks')

/**
 * Where a visitor goes whose ticket is told to be rated while the form stands open.
 * @param unanswered a rating went out from here and no answer came: it is taken for that one, and he goes on as if the
 * answer had come. Else it was rated on the phone, where the plate is asked for too.
 */
export function onceRated(now: Step, unanswered: boolean, plate?: string): Step {
  if (now !== 'rate') return now
  return unanswered ? afterRating(plate) : 'over'
}
