import type { WallFrame } from '@pingting/contract/words/office/frames'
import type { HallHead } from '@pingting/contract/words/screen'
import { useNow } from '../hub/store.ts'
import { LanguageSwitch } from '../parts/LanguageSwitch.tsx'
import { LinkBadge } from '../parts/LinkBadge.tsx'
import { ThemeSwitch } from '../parts/theme/ThemeSwitch.tsx'
import { useFormat } from '../text/format.ts'
import { usePick, useText } from '../text/index.ts'
import { wallText } from '../text/wall/index.ts'

interface Props {
  hall: HallHead | undefined
  frame: WallFrame
}

/** Which hall, what time, whether it is live; and the floor in five figures. */
export function WallHead({ hall, frame }: Props) {
  const say = useText(wallText)
  const pick = usePick()
  const format = useFormat()
  const now = useNow()
  const oldest = frame.oldestWaitingSince
  const figures = [
    ['waiting', format.number(frame.waitingTally)],
    ['longest', oldest === undefined ? '—' : format.span((now - Date.parse(oldest)) / 1000)],
    ['serving', format.number(frame.servingTally)],
    ['completed', format.number(frame.completedTally)],
    ['countersOpen', format.number(frame.countersOpenTally)],
  ] as const
  return (
    <header className="wall-head">
      <div className="wall-title">
        <h1>{hall && pick({ zh: hall.name, en: hall.nameEn })}</h1>
        <p>{say('title')}</p>
      </div>
      <dl>
        {figures.map(([word, value]) => (
          <div key={word}>
            <dt>{say(word)}</dt>
            <dd className="figure" data-testid={`wall-${word}`}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
      <div className="wall-switches">
        <time className="figure">{format.clock(now)}</time>
        <p>
          <ThemeSwitch />
          <LanguageSwitch />
          <LinkBadge />
        </p>
      </div>
    </header>
  )
}
