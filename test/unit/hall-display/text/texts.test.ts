import { GateReason, TRIAL_REASONS, WithheldReason } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { en } from '../../../../hall-display/src/text/en.ts'
import { fill } from '../../../../hall-display/src/text/fill.ts'
import { zh } from '../../../../hall-display/src/text/zh-CN.ts'

type Book = Record<string, Record<string, string>>
const books: Record<string, Book> = { zh, en }
const keysOf = (book: Book): string[] =>
  Object.entries(book).flatMap(([part, words]) => Object.keys(words).map(key => `${part}.${key}`))
const holesOf = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort()

describe('texts', () => {
  test('[FA] both languages have the same keys', () => {
    expect(keysOf(en as Book).sort()).toEqual(keysOf(zh).sort())
  })

  test('[FA] every text has the same places to fill in both languages, and none is empty', () => {
    for (const key of keysOf(zh)) {
      // Words for events have a dot of their own.
      const [part, word] = [key.slice(0, key.indexOf('.')), key.slice(key.indexOf('.') + 1)]
      const [ours, theirs] = [books['zh']![part]![word]!, books['en']![part]![word]!]
      expect({ key, holes: holesOf(theirs) }).toEqual({ key, holes: holesOf(ours) })
      expect(ours.trim() === '' || theirs.trim() === '', key).toBe(false)
    }
  })

  test('[FA] every reason a citizen may meet has words in both languages', () => {
    for (const book of Object.values(books)) {
      expect(Object.keys(book['withheld']!).sort()).toEqual([...WithheldReason.options].sort())
      expect(Object.keys(book['trialReason']!).sort()).toEqual([...WithheldReason.options, ...TRIAL_REASONS].sort())
      expect(Object.keys(book['gate']!).sort()).toEqual([...GateReason.options].sort())
    }
  })
})

test('[FA] a place nobody filled stays visible', () => {
  expect(fill('{count} people, {minutes} minutes', { count: 3 })).toBe('3 people, {minutes} minutes')
})
