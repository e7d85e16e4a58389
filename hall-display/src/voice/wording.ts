import type { VoiceCard, VoiceLanguage } from '@pingting/contract/words/board/voice'
import { isPlainLabel } from '../parts/plain-label.ts'

/** One thing to be said: as a text for a voice of the browser, and as the names of clips where there are all of them. */
export interface Sentence {
  text: string
  /** Paths below the folder of the card; absent where one is missing. */
  clips?: readonly string[]
}

const PLACE = /\{(number|counter)\}/
const EVERY_PLACE = new RegExp(PLACE, 'g')

/** The sentence of a call in one language, its digits and letters one by one. */
export function sentenceOf(language: VoiceLanguage, number: string, counter: string): Sentence {
  const wording = isPlainLabel(counter) ? language.wording : language.wordingNamed
  const filled = (place: string): string[] => singly(language, place === 'number' ? number : counter)
  const spoken = (sign: string): string => language.spoken[sign] ?? sign
  const text = wording.replace(EVERY_PLACE, (_, place: string) => filled(place).map(spoken).join(' '))
  const clips = wording
    .split(PLACE)
    .flatMap(part => (part === 'number' || part === 'counter' ? filled(part) : pieceOf(part)))
    .map(name => language.clips[name])
  return clips.every(clip => clip !== undefined) ? { text, clips } : { text }
}

/** A piece of the wording between its places, as its clip is named: signs at its edges are for reading. */
function pieceOf(part: string): string[] {
  const piece = part.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
  return piece === '' ? [] : [piece]
}

/** A label that has a clip or a word of its own is said by it: 综合窗口; anything else character by character. */
function singly({ clips, spoken }: VoiceLanguage, text: string): string[] {
  if (clips[text] !== undefined || spoken[text] !== undefined) return [text]
  return [...text.toUpperCase()].filter(sign => /[\p{L}\p{N}]/u.test(sign))
}

/** A hall's own card over the shipped one: whatever it does not say is as it was. */
export function cardOver(
  shipped: VoiceCard,
  own: Partial<VoiceCard> | undefined,
  at: (file: string) => string,
): VoiceCard {
  const over = (language: VoiceLanguage, other: Partial<VoiceLanguage> | undefined): VoiceLanguage => ({
    wording: other?.wording ?? language.wording,
    wordingNamed: other?.wordingNamed ?? language.wordingNamed,
    spoken: { ...language.spoken, ...other?.spoken },
    clips: {
      ...language.clips,
      ...Object.fromEntries(Object.entries(other?.clips ?? {}).map(([name, file]) => [name, at(file)])),
    },
  })
  return {
    prefer: own?.prefer ?? shipped.prefer,
    zh: over(shipped.zh, own?.zh),
    en: over(shipped.en, own?.en),
    ...(own?.notice && { notice: own.notice }),
  }
}
