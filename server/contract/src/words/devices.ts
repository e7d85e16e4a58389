/**
 * What a device signs to prove that it holds its key. The words before the challenge keep the signature from meaning
 * anything elsewhere.
 */
export const challengeText = (challenge: string): string => `pingting device ${challenge}`

/** What a tablet says of a rating, all of it and nothing else. */
interface GivenRating {
  commandId: string
  ticketId: string
  level: number
  tagVersion: number
  tagCodes: readonly string[]
  text?: string | undefined
  formOpenMs: number
  givenAt?: string | undefined
}

/**
 * What a tablet signs of a rating, so that nobody between the visitor and the hub can change it, make one up, or say
 * that it was given at another time. @param stream of the hall, so that it means nothing in another
 */
export const ratingText = (stream: string, rating: GivenRating): string => {
  const { commandId, ticketId, level, tagVersion, tagCodes, text = '', formOpenMs, givenAt = '' } = rating
  const said = [stream, commandId, ticketId, level, tagVersion, tagCodes, text, formOpenMs, givenAt]
  return `pingting rating ${JSON.stringify(said)}`
}
