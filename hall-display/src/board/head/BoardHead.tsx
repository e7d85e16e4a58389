import type { HallHead } from '@pingting/contract/words/screen'
import { useNow } from '../../hub/store.ts'
import { LanguageSwitch } from '../../parts/LanguageSwitch.tsx'
import { LinkBadge } from '../../parts/LinkBadge.tsx'
import { GateBadge } from '../../parts/parking/GateBadge.tsx'
import { ThemeSwitch } from '../../parts/theme/ThemeSwitch.tsx'
import { useFormat } from '../../text/format.ts'
import { usePick } from '../../text/index.ts'
import type { Voice } from '../../voice/use-voice.ts'
import { SoundSwitch } from './SoundSwitch.tsx'

interface Props {
  hall: HallHead | undefined
  gateUsable: boolean | undefined
  voice: Voice
}

export function BoardHead({ hall, gateUsable, voice }: Props) {
  const pick = usePick()
  const format = useFormat()
  const now = useNow()
  return (
    <header className="board-head">
      <div className="board-name">
        <h1>{hall && pick({ zh: hall.name, en: hall.nameEn })}</h1>
        <p>{hall && pick({ zh: hall.nameEn, en: hall.name })}</p>
      </div>
      <div className="board-switches">
        <SoundSwitch state={voice.state} turn={voice.turn} />
        <ThemeSwitch />
        <LanguageSwitch />
        <GateBadge usable={gateUsable} />
        <LinkBadge />
      </div>
      <p className="board-time">
        <span>{format.day(now)}</span>
        <time className="figure" data-testid="clock">
          {format.clock(now)}
        </time>
      </p>
    </header>
  )
}
