/**
 * What the board of a hall says aloud, and its notice: `voice.json`, as it is shipped and as a hall may lay its own
 * over it. Plain files: no event tells of it, and another wording needs no word from the hub.
 */
export interface VoiceCard {
  /** Whether clips are taken even where the browser has a voice of its own: a hall's recordings. */
  prefer: 'browser' | 'clips'
  zh: VoiceLanguage
  en: VoiceLanguage
  /** Stands on the board, for what a hall wants its visitors to know. */
  notice?: { zh: string; en: string }
}

export interface VoiceLanguage {
  /** With the places `{number}` and `{counter}`. */
  wording: string
  /** The same for a counter with a name, which says itself: 综合窗口. */
  wordingNamed: string
  /** How a sign is written for a voice of the browser: 1 is 一, or 幺. */
  spoken: Record<string, string>
  /** The file of each digit, letter and piece of the wording between its places. */
  clips: Record<string, string>
}

/** How a visitor's screen finds them: what is shipped, and what a hall laid over it. */
export const VOICE_PATH = '/voice/'
export const VOICE_CARD = 'voice.json'
