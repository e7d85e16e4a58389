import { expect, test } from 'vitest'
import { afterRating, onceRated } from '../../../../hall-display/src/tablet/step.ts'

test('[EV21] whose rating took effect and whose answer was lost is asked for the plate all the same', () => {
  expect(onceRated('rate', true)).toBe(afterRating())
  expect(afterRating()).toBe('plate')
})

test('[EV21] with a plate on the ticket there is nothing more to ask', () => {
  expect(onceRated('rate', true, '鲁F•••45')).toBe('thanks')
  expect(afterRating('鲁F•••45')).toBe('thanks')
})

test('[EV21] rated on the phone meanwhile, the form closes; whoever was past it stays where he is', () => {
  expect(onceRated('rate', false)).toBe('over')
  for (const step of ['look', 'plate', 'thanks', 'over'] as const) expect(onceRated(step, true)).toBe(step)
})
