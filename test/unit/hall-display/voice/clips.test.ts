import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { LETTERS, words } from '../../../../hall-display/voice/words.ts'
import { shippedCard, VOICE_FOLDER } from './shipped.ts'

const CLIP_BYTES_MAX = 8_000
const ALL_BYTES_MAX = 200_000

describe.each(['zh', 'en'] as const)('the shipped clips (%s)', language => {
  const { clips, wording, wordingNamed } = shippedCard[language]

  test('[FA23] there is one for every digit, every letter and every piece of the wording', () => {
    const { digits, pieces } = words[language]
    expect(digits).toHaveLength(10)
    const names = [...digits.keys()].map(String)
    expect(Object.keys(clips).sort()).toEqual([...names, ...LETTERS, ...Object.values(pieces)].sort())
    expect([wording, wordingNamed]).toEqual([words[language].wording, words[language].wordingNamed])
  })

  test('[FA23] each is Opus in Ogg and small, and so are all together', () => {
    const files = Object.values(clips).map(file => readFileSync(VOICE_FOLDER + file))
    for (const file of files) {
      expect([file.toString('latin1', 0, 4), file.toString('latin1', 28, 36)]).toEqual(['OggS', 'OpusHead'])
      expect(file.length).toBeLessThan(CLIP_BYTES_MAX)
    }
    expect(files.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(ALL_BYTES_MAX / 2)
  })
})
