/**
 * What a device signs to prove that it holds its key. The words before the challenge keep the signature from meaning
 * anything elsewhere.
 */
export const challengeText = (challenge: string): string => `pingting device ${challenge}`
