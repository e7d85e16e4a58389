import type { Level } from '@pingting/contract/words/levels'

/** The tokens of tokens.css, so that a chart follows the theme of its page. */
export const chartColours = {
  ...{ text: 'var(--ink)', soft: 'var(--ink-soft)', grid: 'var(--line)', pale: 'var(--accent-pale)' },
  ...{ completed: 'var(--accent)', evaluated: 'var(--call)' },
  ...{ granted: 'var(--line-strong)', used: 'var(--accent)', waived: 'var(--good)' },
  levels: {
    5: 'var(--level-5)',
    4: 'var(--level-4)',
    3: 'var(--level-3)',
    2: 'var(--level-2)',
    1: 'var(--level-1)',
  } satisfies Record<Level, string>,
} as const

const FONT_PX = 18.4

export const chartFont = (scale: number) => ({ fill: chartColours.text, fontSize: FONT_PX * scale })

const PAPER_FONT_PX = 13

/** On a desk, read from near. */
export const paperFont = (scale: number) => ({ fill: chartColours.soft, fontSize: PAPER_FONT_PX * scale })
