import './slot-loads.css'
import type { DayLoad, SlotLoad } from '@pingting/contract/words/slips/appointments'
import { addMs, businessDayOf, DAY_MS, instantOf, localTime } from '@pingting/contract/words/time'
import { useState } from 'react'
import { useHub, useNow } from '../hub/store.ts'
import { useAsked } from '../parts/asking/asked.ts'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { Waiting } from '../parts/Waiting.tsx'
import { appointmentsText } from '../text/appointments/index.ts'
import { useFormat } from '../text/format.ts'
import { usePick, useText } from '../text/index.ts'

const EVERY_MS = 15_000
const DAYS_SHOWN = 8

/**
 * How full the slots of a hall are, day by day: a part for whichever face a manager looks at. What day it is the hub
 * says, to a face that listens to any room.
 */
export function SlotLoads({ hallId }: { hallId: string }) {
  const clock = useHub(state => state.clock)
  return clock === undefined ? <Waiting /> : <Days hallId={hallId} />
}

function Days({ hallId }: { hallId: string }) {
  const say = useText(appointmentsText)
  const format = useFormat()
  const today = businessDayOf(instantOf(useNow()))
  const [ahead, setAhead] = useState(0)
  const noons = Array.from({ length: DAYS_SHOWN }, (_, days) => addMs(localTime(today, '12:00'), days * DAY_MS))
  const day = businessDayOf(noons[ahead]!)
  const { value, refused, away, asOfMs } = useAsked<DayLoad>(
    `/api/halls/${encodeURIComponent(hallId)}/days/${day}/appointments`,
    EVERY_MS,
  )
  return (
    <section className="card slot-loads" data-testid="slot-loads" data-day={day}>
      <div className="slot-loads-head">
        <h2>{say('loads')}</h2>
        <label>
          <span className="unseen">{say('day')}</span>
          <select value={ahead} onChange={event => setAhead(Number(event.target.value))} data-testid="load-day">
            {noons.map((noon, index) => (
              <option key={noon} value={index}>
                {format.day(noon)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <RefusedNotice refused={refused} />
      {away && asOfMs !== undefined && (
        <p className="notice warn">{say('asOf', { at: format.dayAndSeconds(asOfMs) })}</p>
      )}
      {value === undefined ? refused === undefined && <Waiting /> : <OfDay load={value} />}
    </section>
  )
}

function OfDay({ load }: { load: DayLoad }) {
  const say = useText(appointmentsText)
  if (load.services.length === 0) return <p className="notice">{say('none')}</p>
  return (
    <>
      <Outside outside={load.outside} />
      {load.closed && (
        <p className="notice" data-testid="load-closed">
          {say('closed')}
        </p>
      )}
      {load.services.some(({ slots }) => slots.length > 0) && <LoadTable services={load.services} />}
      <p className="slot-loads-legend">{say('legend')}</p>
    </>
  )
}

/** Booked before the hall had other hours, on whatever day: nobody of them can be called, so the staff must know. */
function Outside({ outside = [] }: { outside: DayLoad['outside'] | undefined }) {
  const say = useText(appointmentsText)
  const format = useFormat()
  if (outside.length === 0) return null
  const days = outside.map(({ day, tally }) =>
    say('outsideOn', { day: format.day(localTime(day, '12:00')), count: tally }),
  )
  return (
    <p className="notice bad" data-testid="load-outside">
      {say('outside', { days: days.join(say('and')) })}
    </p>
  )
}

function LoadTable({ services }: Pick<DayLoad, 'services'>) {
  const say = useText(appointmentsText)
  const pick = usePick()
  const format = useFormat()
  const begins = [...new Set(services.flatMap(({ slots }) => slots.map(({ startsAt }) => startsAt)))].sort()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys.
    <section className="slot-loads-scroll" tabIndex={0} aria-label={say('loads')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say('begins')}</th>
            {services.map(service => (
              <th key={service.code} scope="col">
                {pick(service)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {begins.map(startsAt => (
            <tr key={startsAt}>
              <th scope="row" className="figure">
                {format.clock(startsAt)}
              </th>
              {services.map(({ code, slots }) => (
                <Cell key={code} slot={slots.find(slot => slot.startsAt === startsAt)} />
              ))}
            </tr>
          ))}
          <tr className="slot-loads-sum">
            <th scope="row">{say('sum')}</th>
            {services.map(({ code, slots }) => (
              <Cell key={code} slot={sumOf(slots)} />
            ))}
          </tr>
        </tbody>
      </table>
    </section>
  )
}

function Cell({ slot }: { slot: Omit<SlotLoad, 'startsAt' | 'endsAt'> | undefined }) {
  const say = useText(appointmentsText)
  if (slot === undefined) return <td aria-hidden="true" />
  const { places, bookedTally, checkedInTally, missedTally, outsideHours } = slot
  const taken = bookedTally + checkedInTally + missedTally
  const fill = taken === 0 ? 'none' : taken >= places ? 'full' : taken * 2 >= places ? 'half' : 'some'
  return (
    <td data-fill={fill}>
      <b className="figure">
        {taken}/{places}
      </b>
      {outsideHours && <small>{say('outsideHours')}</small>}
      {checkedInTally > 0 && <small>{say('came', { count: checkedInTally })}</small>}
      {missedTally > 0 && <small>{say('missed', { count: missedTally })}</small>}
    </td>
  )
}

const sumOf = (slots: readonly SlotLoad[]): Omit<SlotLoad, 'startsAt' | 'endsAt'> => ({
  places: slots.reduce((sum, slot) => sum + slot.places, 0),
  bookedTally: slots.reduce((sum, slot) => sum + slot.bookedTally, 0),
  checkedInTally: slots.reduce((sum, slot) => sum + slot.checkedInTally, 0),
  missedTally: slots.reduce((sum, slot) => sum + slot.missedTally, 0),
})
