import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useHotKeys } from '../../../../hall-display/src/counter/hot-keys.ts'
import type { Verb } from '../../../../hall-display/src/counter/verbs.ts'
import { clearStage, happens, show } from '../stage/hooks.ts'
import { openPage, type Page } from '../stage/page.ts'

/** Where a key was pressed: on nothing that wants it, unless an element around it does. */
const on = (around?: string) => ({ closest: (wanted: string) => (wanted === around ? {} : null) })
const plain = { ctrlKey: false, altKey: false, metaKey: false, repeat: false, target: on() }

let page: Page
let done: (Verb | 'next')[]
beforeEach(async () => {
  page = openPage()
  done = []
  await show(() => useHotKeys(verb => done.push(verb)))
})
afterEach(async () => {
  await clearStage()
  vi.unstubAllGlobals()
})

const press = (key: string, over: object = {}) => happens(() => page.happen('keydown', { ...plain, key, ...over }))

test('[FA12] a key of the console does its verb, in capitals too, and any other does nothing', async () => {
  await press('n')
  await press('R')
  await press('x')
  await press('0')

  expect(done).toEqual(['callNext', 'recall', 'next'])
})

test.each([
  ['with Ctrl', { ctrlKey: true }],
  ['with Alt', { altKey: true }],
  ['with the command key', { metaKey: true }],
  ['held down', { repeat: true }],
  ['while somebody types, or a dialog asks', { target: on('input, select, textarea, dialog[open]') }],
])('[FA12] a key %s is not meant for the console', async (_how, over) => {
  await press('n', over)

  expect(done).toEqual([])
})

test('[FA] a console that has gone hears no key', async () => {
  await clearStage()

  page.happen('keydown', { ...plain, key: 'n' })

  expect(done).toEqual([])
})
