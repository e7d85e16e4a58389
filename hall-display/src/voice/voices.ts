import type { Sentence } from './wording.ts'

/** Chinese first, as everything here. */
export const SPOKEN = ['zh', 'en'] as const
export type Spoken = (typeof SPOKEN)[number]

const TAGS: Readonly<Record<Spoken, RegExp>> = { zh: /^(zh([-_](CN|Hans).*)?|cmn.*)$/i, en: /^en([-_].*)?$/i }

type Offered = Pick<SpeechSynthesisVoice, 'lang' | 'localService'>

/**
 * A voice on this machine. One that lives on the Internet is none: a hall's network often has no way out, and such a
 * voice then says nothing, and no error either.
 */
export const localVoice = <V extends Offered>(voices: readonly V[], spoken: Spoken): V | undefined =>
  voices.find(voice => voice.localService && TAGS[spoken].test(voice.lang))

export type Means = 'voice' | 'clips'

/** How a sentence is said: by the voice, where there is one and no recordings are preferred to it; nothing says it where there is neither. */
export function meansOf({ clips }: Sentence, hasVoice: boolean, prefer: 'browser' | 'clips'): Means | undefined {
  if (clips !== undefined && (prefer === 'clips' || !hasVoice)) return 'clips'
  return hasVoice ? 'voice' : undefined
}
