import {
  classOfTags,
  findTag,
  gbCodeOf,
  isBad,
  LEVELS,
  LevelNumber,
  levelOfGbCode,
  levelOfTag,
  levelWords,
  RETIRED_TAG_CODES,
  TAG_VERSION,
  TAGS,
  tagsOf,
} from '@pingting/contract'
import { describe, expect, test } from 'vitest'

describe('the five levels', () => {
  test.each([
    [5, 1, '非常满意', 'VERY_SATISFIED', 10, false],
    [4, 2, '满意', 'SATISFIED', 8, false],
    [3, 3, '基本满意', 'BASICALLY_SATISFIED', 6, false],
    [2, 4, '不满意', 'DISSATISFIED', 3, true],
    [1, 5, '非常不满意', 'VERY_DISSATISFIED', 0, true],
  ] as const)('[R1] level %i of the interface is %i in GB/T 39046, and back: %s', (level, gb, zh, name, score, bad) => {
    expect([gbCodeOf(level), levelOfGbCode(gb)]).toEqual([gb, level])
    expect(levelWords[level]).toMatchObject({ zh, name, score })
    expect(isBad(level)).toBe(bad)
  })

  test('[R1] no other number is a level in either coding', () => {
    for (const other of [0, 6, 7, -1, 2.5]) {
      expect(levelOfGbCode(other)).toBeUndefined()
      expect(LevelNumber.safeParse(other).success).toBe(false)
    }
    expect(LevelNumber.safeParse('5').success).toBe(false)
  })
})

describe('the tag dictionary, version 2', () => {
  test('[R2] has eight tags a level, three base and five extended, each once, with its level in front', () => {
    expect(TAG_VERSION).toBe(2)
    expect(new Set(TAGS.map(tag => tag.code)).size).toBe(40)
    for (const level of LEVELS) {
      const tags = tagsOf(level)
      expect(tags.map(tag => tag.set)).toEqual([...Array(3).fill('base'), ...Array(5).fill('ext')])
      expect(tags.every(tag => levelOfTag(tag.code) === level && tag.zh !== '' && tag.en !== '')).toBe(true)
    }
  })

  test.each([
    ['510', '一窗受理一次办结'],
    ['413', '服务态度较好'],
    ['307', '一次性告知需要补正的材料'],
    ['214', '服务态度生硬'],
    ['115', '服务态度差效率低'],
  ])('[R2] tag %s is %s', (code, zh) => {
    expect(findTag(code)?.zh).toBe(zh)
  })

  test('[R2] version 1 is retired: none of its codes can be chosen', () => {
    expect(RETIRED_TAG_CODES).toHaveLength(33)
    expect(RETIRED_TAG_CODES.filter(code => findTag(code) !== undefined)).toEqual([])
  })

  test('[RT2] 213, 214 and 115 are conduct, every other tag and none are sector', () => {
    const conduct = TAGS.map(tag => tag.code).filter(code => classOfTags([code]) === 'conduct')
    expect(conduct.sort()).toEqual(['115', '213', '214'])
    expect([classOfTags([]), classOfTags(['108', '115'])]).toEqual(['sector', 'conduct'])
  })
})
