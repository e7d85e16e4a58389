import type { CounterRow, HallHead } from '@pingting/contract/words/screen'
import { useNow } from '../hub/store.ts'
import { LogOut, type Staff } from '../parts/gate/StaffGate.tsx'
import { LanguageSwitch } from '../parts/LanguageSwitch.tsx'
import { LinkBadge } from '../parts/LinkBadge.tsx'
import { counterName } from '../parts/page.ts'
import { ThemeSwitch } from '../parts/theme/ThemeSwitch.tsx'
import { counterText } from '../text/counter/index.ts'
import { useFormat } from '../text/format.ts'
import { usePick, useText } from '../text/index.ts'

interface Props {
  hall: HallHead | undefined
  counter: CounterRow | undefined
  staff: Staff
  onLeave(): void
}

export function ConsoleHead({ hall, counter, staff, onLeave }: Props) {
  const say = useText(counterText)
  const pick = usePick()
  const format = useFormat()
  const now = useNow()
  return (
    <header>
      <div>
        <p>{hall && pick({ zh: hall.name, en: hall.nameEn })}</p>
        <h1 data-testid="console-counter">
          {counter ? counterName(counter.label, label => say('counter', { label })) : say('title')}
        </h1>
      </div>
      {counter && (
        <p className={`counter-status ${counter.status}`} data-testid="counter-status" data-status={counter.status}>
          {say(counter.status)}
        </p>
      )}
      <p className="console-who">
        <span data-testid="staff-name">{staff.name}</span>
        <time className="figure">{format.seconds(now)}</time>
      </p>
      <LinkBadge />
      {counter && (
        <button type="button" className="button quiet" onClick={onLeave} data-testid="change-counter">
          {say('changeCounter')}
        </button>
      )}
      <LanguageSwitch />
      <ThemeSwitch />
      <LogOut />
    </header>
  )
}
