import type { Level } from '@pingting/contract/words/levels'

/** The tokens of the board (board/theme.css): a chart turns from day to night with the page it stands on. */
export const chartColours = {
  ...{ text: 'var(--board-ink)', soft: 'var(--board-soft)', grid: 'var(--board-line)' },
  ...{ completed: 'var(--board-accent)', evaluated: 'var(--board-call)' },
  levels: {
    ...{ 5: 'var(--board-level-5)', 4: 'var(--board-level-4)', 3: 'var(--board-level-3)' },
    ...{ 2: 'var(--board-level-2)', 1: 'var(--board-level-1)' },
  } satisfies Record<Level, string>,
} as const

const FONT_PX = 18.4

export const chartFont = (scale: number) => ({ fill: chartColours.text, fontSize: FONT_PX * scale })

/** The same of the day tokens, for charts on a card; bars stand at least 3 to 1 against it. */
export const paperColours = {
  ...{ soft: '#4a6072', grid: '#cfd9e1', pale: '#e3f0f7' },
  ...{ granted: '#6d8394', used: '#0b5c8a', waived: '#1b7048' },
} as const

const PAPER_FONT_PX = 13

export const paperFont = (scale: number) => ({ fill: paperColours.soft, fontSize: PAPER_FONT_PX * scale })
