import type { Answer } from '@pingting/contract'
import { expect, test } from 'vitest'
import { afterGiving, isAttended, onceRated, type Step, toRating } from '../../../../hall-display/src/tablet/step.ts'
import { refusedBy } from '../stage/refused.ts'

const TAKEN: Answer = { ok: true, stream: 'hall:h1', seq: 1, replayed: false, events: [] }
const PLATE = '鲁F•••45'
const ELSE: readonly Step[] = ['look', 'plate', 'thanks', 'over']

test('[EV21] after a rating the plate is asked for; with one on the ticket there is nothing more to ask', () => {
  expect(afterGiving(TAKEN)).toBe('plate')
  expect(afterGiving(TAKEN, PLATE)).toBe('thanks')
})

test('[EV21] whose rating was kept goes on, once the screen tells that it arrived, as if the answer had come at once', () => {
  expect(afterGiving('kept', PLATE)).toBe('kept')
  expect(onceRated('kept')).toBe('plate')
  expect(onceRated('kept', PLATE)).toBe('thanks')
})

test('[EV20] what is refused stays in the form', () => {
  expect(afterGiving(refusedBy('evaluation.tag-unknown'))).toBe('rate')
})

test('[EV21] rated on the phone meanwhile, the form closes; whoever was past it stays where he is', () => {
  expect([onceRated('rate'), onceRated('whose')]).toEqual(['over', 'over'])
  for (const step of ELSE) expect(onceRated(step)).toBe(step)
})

test('[FA35] while the hub is away the tablet asks first whose number it is', () => {
  expect([toRating(false), toRating(true)]).toEqual(['rate', 'whose'])
})

test('[FA32] somebody may walk away from every step but the first and the last', () => {
  expect((['whose', 'rate', 'plate', 'thanks', 'kept'] as const).every(isAttended)).toBe(true)
  expect([isAttended('look'), isAttended('over')]).toEqual([false, false])
})
