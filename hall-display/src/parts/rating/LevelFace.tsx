import type { Level } from '@pingting/contract/words/levels'

const MOUTHS: Readonly<Record<Level, string>> = {
  5: 'M13 26q11 15 22 0z',
  4: 'M14 28q10 9 20 0',
  3: 'M15 31h18',
  2: 'M15 34q9-7 18 0',
  1: 'M14 36q10-13 20 0',
}

/** Told by its mouth, not by its colour; and its word stands beside it. */
export function LevelFace({ level }: { level: Level }) {
  return (
    <svg className="level-face" viewBox="0 0 48 48" aria-hidden="true">
      <circle cx="24" cy="24" r="21" />
      <circle className="eye" cx="16.5" cy="19" r="2.4" />
      <circle className="eye" cx="31.5" cy="19" r="2.4" />
      <path d={MOUTHS[level]} />
    </svg>
  )
}
