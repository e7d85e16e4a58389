import type { Span } from '@pingting/contract/words/setup/open-hours'
import { type FormEvent, useState } from 'react'
import { Entry, Group, Tick } from '../../parts/form/fields.tsx'
import { adminText } from '../../text/admin/index.ts'
import { useText } from '../../text/index.ts'
import { Ends, type PartProps, useKeeping } from '../form.tsx'
import { Days } from './Days.tsx'
import { draftOf, type HoursDraft, hoursOf, isBackwards, isRight, WEEK, type Weekday } from './hours.ts'

const HOLIDAYS_SHOWN = 16

/** When kiosks give numbers. */
export function Hours({ hallId, setup, again }: PartProps) {
  const say = useText(adminText)
  const keeping = useKeeping(`hall:${hallId}`, again)
  const [draft, setDraft] = useState<HoursDraft>(() => draftOf(setup.hours))
  const change = (part: Partial<HoursDraft>): void => {
    keeping.touched()
    setDraft({ ...draft, ...part })
  }
  const { holidays } = setup.calendar
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (isRight(draft)) void keeping.keep({ type: 'hall.setHours', hours: hoursOf(draft) })
  }
  return (
    <form className="admin-form" onSubmit={submit} data-testid="hours-form">
      <p className="what">{say('hoursWhat')}</p>
      {setup.hours === undefined && <p className="notice warn">{say('hoursNone')}</p>}
      <Group legend={say('weekly')} hint={say('weeklyHint')}>
        <div className="week">
          {WEEK.map(weekday => (
            <OneDay
              key={weekday}
              weekday={weekday}
              {...draft.weekly[weekday]}
              onChange={one => change({ weekly: { ...draft.weekly, [weekday]: { ...draft.weekly[weekday], ...one } } })}
            />
          ))}
        </div>
      </Group>
      <Group legend={say('holidays')} hint={say('keepsHolidaysHint')}>
        <Tick
          label={say('keepsHolidays')}
          checked={draft.keepsHolidays}
          onChange={keepsHolidays => change({ keepsHolidays })}
          testId="keeps-holidays"
        />
        <p>
          {holidays.length === 0
            ? say('holidaysNone')
            : say('holidaysNext', { days: holidays.slice(0, HOLIDAYS_SHOWN).join(' · ') })}
        </p>
      </Group>
      <Days days={draft.days} onChange={days => change({ days })} />
      <Ends keeping={keeping} isRight={isRight(draft)} />
    </form>
  )
}

interface OneDayProps extends Span {
  weekday: Weekday
  isOpen: boolean
  onChange(part: Partial<Span & { isOpen: boolean }>): void
}

function OneDay({ weekday, isOpen, from, to, onChange }: OneDayProps) {
  const say = useText(adminText)
  const day = say(`weekday_${weekday}`)
  return (
    <div className="week-day">
      <Tick label={day} checked={isOpen} onChange={isOpen => onChange({ isOpen })} testId={`open-${weekday}`} />
      {isOpen && (
        <>
          <Entry
            label={say('from', { day })}
            type="time"
            value={from}
            onChange={from => onChange({ from })}
            testId={`from-${weekday}`}
          />
          <Entry
            label={say('to', { day })}
            type="time"
            value={to}
            wrong={isBackwards({ from, to }) ? say('wrong_span') : undefined}
            onChange={to => onChange({ to })}
            testId={`to-${weekday}`}
          />
        </>
      )}
    </div>
  )
}
