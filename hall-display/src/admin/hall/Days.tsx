import type { Span } from '@pingting/contract/words/setup/open-hours'
import { useState } from 'react'
import { Choice, Entry, Group } from '../../parts/form/fields.tsx'
import { adminText } from '../../text/admin/index.ts'
import { useText } from '../../text/index.ts'
import { isBackwards } from './hours.ts'

type Kind = 'closed' | 'open'

interface Props {
  days: readonly { day: string; hours?: Span }[]
  onChange(days: readonly { day: string; hours?: Span }[]): void
}

/** Days that are otherwise: closed for once, or open when others rest. */
export function Days({ days, onChange }: Props) {
  const say = useText(adminText)
  const [day, setDay] = useState('')
  const [kind, setKind] = useState<Kind>('closed')
  const [hours, setHours] = useState<Span>({ from: '09:00', to: '17:00' })
  const isTwice = days.some(each => each.day === day)
  const isWrong = day === '' || isTwice || (kind === 'open' && isBackwards(hours))
  return (
    <Group legend={say('days')} hint={say('daysHint')}>
      <ul className="set-list">
        {days.map(each => (
          <li key={each.day} data-testid="single-day" data-day={each.day}>
            <span className="grows figure">{each.day}</span>
            <span>{each.hours === undefined ? say('closedThatDay') : `${each.hours.from} – ${each.hours.to}`}</span>
            <button
              type="button"
              className="button quiet"
              onClick={() => onChange(days.filter(other => other !== each))}
              aria-label={say('removeDay', { day: each.day })}
            >
              ✕
            </button>
          </li>
        ))}
      </ul>
      <div className="row">
        <Entry
          label={say('day')}
          type="date"
          value={day}
          wrong={isTwice ? say('wrong_dayTwice') : undefined}
          onChange={setDay}
          testId="day"
        />
        <Choice<Kind>
          name="day"
          options={[
            { value: 'closed', label: say('closedThatDay') },
            { value: 'open', label: say('openThatDay') },
          ]}
          value={kind}
          onChange={setKind}
        />
        {kind === 'open' &&
          (['from', 'to'] as const).map(end => (
            <Entry
              key={end}
              label={say(end, { day })}
              type="time"
              value={hours[end]}
              onChange={at => setHours({ ...hours, [end]: at })}
              testId={`day-${end}`}
            />
          ))}
        <button
          type="button"
          className="button"
          disabled={isWrong}
          onClick={() => {
            onChange([...days, kind === 'open' ? { day, hours } : { day }])
            setDay('')
          }}
          data-testid="add-day"
        >
          {say('addDay')}
        </button>
      </div>
    </Group>
  )
}
