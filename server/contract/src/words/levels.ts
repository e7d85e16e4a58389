/**
 * The five levels of 好差评. Two outward codings exist and run in opposite directions: the 好差评 interface counts
 * 5 as best, GB/T 39046-2020 A.8 counts 1 as best. Inside the house a level is its interface number, always.
 */
export const LEVELS = [5, 4, 3, 2, 1] as const
export type Level = (typeof LEVELS)[number]

interface LevelWord {
  name: string
  zh: string
  en: string
  /** Code in GB/T 39046-2020 A.8, reversed. */
  gbCode: 1 | 2 | 3 | 4 | 5
  /** Out of ten; ours, since no official weights exist. */
  score: number
}

export const levelWords: Readonly<Record<Level, LevelWord>> = {
  5: { name: 'VERY_SATISFIED', zh: '非常满意', en: 'Very satisfied', gbCode: 1, score: 10 },
  4: { name: 'SATISFIED', zh: '满意', en: 'Satisfied', gbCode: 2, score: 8 },
  3: { name: 'BASICALLY_SATISFIED', zh: '基本满意', en: 'Basically satisfied', gbCode: 3, score: 6 },
  2: { name: 'DISSATISFIED', zh: '不满意', en: 'Dissatisfied', gbCode: 4, score: 3 },
  1: { name: 'VERY_DISSATISFIED', zh: '非常不满意', en: 'Very dissatisfied', gbCode: 5, score: 0 },
}

/**
 * Levels are told in whole batches of so many ratings of a hall and day, to all but managers: figures that move with
 * one rating tell it to whoever sees who stands at the counter (ME13).
 */
export const TOLD_TOGETHER = 5

/** Bad (差评) are the last two of the five; 基本满意 is not bad. */
export const isBad = (level: Level): boolean => level <= 2

/** The code GB/T 39046-2020 A.8 wants. */
export const gbCodeOf = (level: Level): number => levelWords[level].gbCode

export const levelOfGbCode = (gbCode: number): Level | undefined =>
  LEVELS.find(level => levelWords[level].gbCode === gbCode)
