/** What one visitor said of a service: nobody is told it, neither those who served nor those who lead them. */
const OF_A_RATING: ReadonlySet<string> = new Set(['level', 'tagCodes', 'text'])

/** I-10: whether a message of the hub holds what a single visitor said, however deep. */
export function tellsRating(message: unknown): boolean {
  if (typeof message !== 'object' || message === null) return false
  return Object.entries(message).some(([name, value]) => OF_A_RATING.has(name) || tellsRating(value))
}
