/** What the shipped clips say: digits and letters singly, and the pieces of the wording between its places. */
interface Words {
  /** The voice of espeak-ng, and how fast it speaks (words a minute). */
  voice: string
  pace: number
  wording: string
  wordingNamed: string
  digits: readonly string[]
  /** The pieces of the wording, by the file they are written to. */
  pieces: Readonly<Record<string, string>>
}

export const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']

export const words: Readonly<Record<'zh' | 'en', Words>> = {
  zh: {
    ...{ voice: 'cmn', pace: 150, wording: '请{number}，到{counter}号窗口', wordingNamed: '请{number}，到{counter}' },
    digits: [...'零一二三四五六七八九'],
    pieces: { please: '请', to: '到', window: '号窗口' },
  },
  en: {
    ...{ voice: 'en-gb', pace: 145, wording: 'Number {number}, please go to counter {counter}.' },
    wordingNamed: 'Number {number}, please go to {counter}.',
    digits: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
    pieces: { number: 'Number', counter: 'please go to counter', go: 'please go to' },
  },
}
