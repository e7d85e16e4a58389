import type { Level } from '@pingting/contract/words/levels'

/** Recharts wants colours as values; these are the night tokens of tokens.css, readable on the board's dark ground. */
export const chartColours = {
  text: '#f4f8fb',
  soft: '#b4c7d6',
  grid: '#2b4960',
  completed: '#7cc7f2',
  evaluated: '#ffd166',
  levels: { 5: '#6fe0a8', 4: '#a6dd7c', 3: '#ffd166', 2: '#ffb27a', 1: '#ff9d94' } satisfies Record<Level, string>,
} as const

const FONT_PX = 18

export const chartFont = (scale: number) => ({ fill: chartColours.text, fontSize: FONT_PX * scale })

/** The same of the day tokens, for charts on a card; bars stand at least 3 to 1 against it. */
export const paperColours = {
  ...{ soft: '#4a6072', grid: '#cfd9e1', pale: '#e3f0f7' },
  ...{ granted: '#6d8394', used: '#0b5c8a', waived: '#1b7048' },
} as const

const PAPER_FONT_PX = 13

export const paperFont = (scale: number) => ({ fill: paperColours.soft, fontSize: PAPER_FONT_PX * scale })
