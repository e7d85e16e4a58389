import { expect, test } from 'vitest'
import { contrast, THEMES, tokens } from '../colours/tokens.ts'

const GROUNDS = ['card', 'paper'] as const
/** Read from afar; a wall is dark as a rule, and there it may be stricter. */
const LEAST = { night: { large: 7, other: 6 }, day: { large: 5.5, other: 5.5 } } as const

test.each(THEMES)(
  '[FA29] by %s calls and figures stand out on the wall more than any text of the house has to',
  theme => {
    const of = (on: string, ground: string): number => contrast(tokens[on]![theme], tokens[ground]![theme])
    const { large, other } = LEAST[theme]
    const low = GROUNDS.flatMap(ground => [
      ...['ink', 'call', 'good', 'accent'].filter(on => of(on, ground) < large).map(on => `${on} on ${ground}`),
      ...['ink-soft', 'bad'].filter(on => of(on, ground) < other).map(on => `${on} on ${ground}`),
      ...[1, 2, 3, 4, 5].filter(level => of(`level-${level}`, ground) < 3).map(level => `level ${level} on ${ground}`),
    ])
    expect(low).toEqual([])
  },
)
