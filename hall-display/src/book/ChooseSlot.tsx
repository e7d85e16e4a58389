import type { BookableDay } from '@pingting/contract/words/slips/appointments'
import { useState } from 'react'
import { useAsked } from '../parts/asking/asked.ts'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { Waiting } from '../parts/Waiting.tsx'
import { bookText } from '../text/book/index.ts'
import { useFormat } from '../text/format.ts'
import { usePick, useText } from '../text/index.ts'

export type Slot = BookableDay['slots'][number]

interface Props {
  hallId: string
  service: { code: string; zh: string; en: string }
  /** The day that is looked at first; the first free one where none is named. */
  day?: string
  onChoose(slot: Slot): void
  onBack(): void
}

/** Others book meanwhile. */
const EVERY_MS = 15_000

export function ChooseSlot({ hallId, service, day: first, onChoose, onBack }: Props) {
  const say = useText(bookText)
  const pick = usePick()
  const path = `/api/halls/${encodeURIComponent(hallId)}/bookable/${encodeURIComponent(service.code)}`
  const { value, refused } = useAsked<{ days: BookableDay[] }>(path, EVERY_MS)
  const [chosen, setChosen] = useState(first)
  const days = value?.days ?? []
  const day = days.find(one => one.day === chosen) ?? days.find(isFree) ?? days[0]
  return (
    <>
      <h2>{pick(service)}</h2>
      <RefusedNotice refused={refused} />
      {value === undefined && refused === undefined && <Waiting />}
      {day && (
        <>
          <Days days={days} shown={day} onChoose={setChosen} />
          <Slots day={day} onChoose={onChoose} />
        </>
      )}
      <button type="button" className="button quiet" onClick={onBack} data-testid="back">
        {say('back')}
      </button>
    </>
  )
}

const isFree = ({ slots }: BookableDay): boolean => slots.some(({ placesLeft }) => placesLeft > 0)

interface DaysProps {
  days: BookableDay[]
  shown: BookableDay
  onChoose(day: string): void
}

function Days({ days, shown, onChoose }: DaysProps) {
  const say = useText(bookText)
  const format = useFormat()
  const word = (day: BookableDay): string => {
    if (day.closed) return say('closed')
    if (day.slots.length === 0) return say('over')
    return isFree(day) ? say('free') : say('full')
  }
  return (
    <fieldset>
      <legend>{say('chooseDay')}</legend>
      <div className="book-days">
        {days.map(day => (
          <button
            key={day.day}
            type="button"
            className="button"
            aria-pressed={day.day === shown.day}
            onClick={() => onChoose(day.day)}
            data-testid={`day-${day.day}`}
          >
            {format.weekday(noonOf(day.day))}
            <b className="figure">{format.monthDay(noonOf(day.day))}</b>
            <small>{word(day)}</small>
          </button>
        ))}
      </div>
    </fieldset>
  )
}

const noonOf = (day: string): string => `${day}T04:00:00.000Z`

function Slots({ day, onChoose }: { day: BookableDay; onChoose(slot: Slot): void }) {
  const say = useText(bookText)
  const format = useFormat()
  if (!isFree(day)) {
    return (
      <p className="notice" data-testid="no-slots" role="status">
        {say(day.closed ? 'dayClosed' : 'noSlots')}
      </p>
    )
  }
  return (
    <fieldset>
      <legend>{say('chooseSlot')}</legend>
      <div className="book-slots" data-testid="slots">
        {day.slots.map(slot => (
          <button
            key={slot.startsAt}
            type="button"
            className="button"
            disabled={slot.placesLeft === 0}
            onClick={() => onChoose(slot)}
            data-testid={`slot-${slot.startsAt}`}
          >
            <b className="figure">
              {format.clock(slot.startsAt)}–{format.clock(slot.endsAt)}
            </b>
            <small>{slot.placesLeft === 0 ? say('full') : say('placesLeft', { count: slot.placesLeft })}</small>
          </button>
        ))}
      </div>
    </fieldset>
  )
}
