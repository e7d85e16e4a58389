import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  CityEvent,
  GateReason,
  HallEvent,
  LinkLoss,
  LotEvent,
  PauseReason,
  TRIAL_REASONS,
  WithheldReason,
} from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { fill } from '../../../../hall-display/src/text/fill.ts'

/** One language of a face: lists of words by name. */
type Book = Record<string, Record<string, string>>
const FOLDER = new URL('../../../../hall-display/src/text/', import.meta.url)
const faces = readdirSync(fileURLToPath(FOLDER), { withFileTypes: true }).flatMap(entry =>
  entry.isDirectory() ? [entry.name] : [],
)
const bookOf = async (face: string): Promise<{ zh: Book; en: Book }> => ({
  zh: ((await import(new URL(`${face}/zh-CN.ts`, FOLDER).href)) as { zh: Book }).zh,
  en: ((await import(new URL(`${face}/en.ts`, FOLDER).href)) as { en: Book }).en,
})
const all = await Promise.all(faces.map(bookOf))
const merged = (language: 'zh' | 'en'): Book => Object.assign({}, ...all.map(book => book[language]))
const books = { zh: merged('zh'), en: merged('en') }
const keysOf = (book: Book): string[] =>
  Object.entries(book).flatMap(([part, words]) => Object.keys(words).map(key => `${part}.${key}`))
const holesOf = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort()

describe('texts', () => {
  test('[FA] both languages have the same keys, and no two faces call a list of words the same', () => {
    expect(keysOf(books.en).sort()).toEqual(keysOf(books.zh).sort())
    expect(all.flatMap(({ zh }) => Object.keys(zh)).length).toBe(Object.keys(books.zh).length)
  })

  test('[FA] every text has the same places to fill in both languages, and none is empty', () => {
    for (const key of keysOf(books.zh)) {
      // Words for events have a dot of their own.
      const [part, word] = [key.slice(0, key.indexOf('.')), key.slice(key.indexOf('.') + 1)]
      const [ours, theirs] = [books.zh[part]![word]!, books.en[part]![word]!]
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

  test('[FA101] whatever the journals may hold has words in the audit, and so have its reasons', () => {
    const types = [HallEvent, LotEvent, CityEvent].flatMap(({ options }) =>
      options.map(({ shape }) => shape.type.value),
    )
    for (const book of Object.values(books)) {
      expect(Object.keys(book['deed']!).sort()).toEqual([...types].sort())
      expect(Object.keys(book['saying']!).sort()).toEqual([...PauseReason.options, ...LinkLoss.options].sort())
    }
  })
})

test('[FA] a place nobody filled stays visible', () => {
  expect(fill('{count} people, {minutes} minutes', { count: 3 })).toBe('3 people, {minutes} minutes')
})
