import { bookText } from '../text/book/index.ts'
import './book.css'
import type { BookableHall } from '@pingting/contract/words/slips/appointments'
import { useState } from 'react'
import { type Asked, useAsked } from '../parts/asking/asked.ts'
import { LanguageSwitch } from '../parts/LanguageSwitch.tsx'
import { useTitle } from '../parts/page.ts'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { SizeSwitch } from '../parts/SizeSwitch.tsx'
import { Waiting } from '../parts/Waiting.tsx'
import { usePick, useText } from '../text/index.ts'
import { Booking } from './Booking.tsx'
import { findKept } from './kept.ts'
import { Mine } from './Mine.tsx'

/** Which hall the address names: `/book?hall=`, as the phone page and a hall's own notices link to it. */
const named = new URLSearchParams(location.search).get('hall') ?? undefined
const HALL_EVERY_MS = 300_000

/** A time in the hall, without a name: chosen, kept by its code, moved and given back. */
export function Book() {
  const say = useText(bookText)
  useTitle(say('title'))
  const [chosen, setChosen] = useState(named)
  return chosen === undefined ? <Halls onChoose={setChosen} /> : <AtHall hallId={chosen} />
}

type Named = Pick<BookableHall, 'hallId' | 'name' | 'nameEn'>

function Halls({ onChoose }: { onChoose(hallId: string): void }) {
  const say = useText(bookText)
  const pick = usePick()
  const { value: halls, away } = useAsked<Named[]>('/api/bookable', HALL_EVERY_MS)
  if (halls === undefined && !away) return <Waiting />
  const only = halls?.length === 1 ? halls[0] : undefined
  // Opened without a network: what this phone has booked is what it was opened for.
  const [latest] = halls === undefined ? findKept() : []
  if (latest !== undefined) return <AtHall hallId={latest.appointment.hallId} />
  if (only !== undefined) return <AtHall hallId={only.hallId} />
  return (
    <Frame heading={say('title')} away={away}>
      {halls?.length === 0 && <p className="notice">{say('noHalls')}</p>}
      {halls !== undefined && halls.length > 0 && (
        <section className="card book-panel">
          <h2>{say('chooseHall')}</h2>
          <ul className="book-list" data-testid="halls">
            {halls.map(hall => (
              <li key={hall.hallId}>
                <button type="button" className="button" onClick={() => onChoose(hall.hallId)}>
                  {pick({ zh: hall.name, en: hall.nameEn })}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Frame>
  )
}

function AtHall({ hallId }: { hallId: string }) {
  const pick = usePick()
  const say = useText(bookText)
  const asked: Asked<BookableHall> = useAsked(`/api/halls/${encodeURIComponent(hallId)}/bookable`, HALL_EVERY_MS)
  const [kept, setKept] = useState(findKept)
  const hall = asked.value
  if (hall === undefined && !asked.away && asked.refused === undefined) return <Waiting />
  const here = kept.filter(({ appointment }) => appointment.hallId === hallId)
  return (
    <Frame
      heading={hall === undefined ? say('title') : pick({ zh: hall.name, en: hall.nameEn })}
      away={asked.away}
      {...(hall && { phone: hall.complaintPhone })}
    >
      <RefusedNotice refused={asked.refused} />
      <Mine {...{ hallId, hall }} kept={here} onKept={setKept} />
      {hall && <Booking hall={hall} first={here.length === 0} onKept={setKept} />}
    </Frame>
  )
}

interface FrameProps {
  heading: string
  away: boolean
  phone?: string
  children: React.ReactNode
}

function Frame({ heading, away, phone, children }: FrameProps) {
  const say = useText(bookText)
  return (
    <main className="book" data-testid="book">
      <header>
        <h1>{heading}</h1>
        <p>{say('what')}</p>
      </header>
      <div role="status">
        {away && (
          <p className="notice warn" data-testid="away">
            {say('away')}
          </p>
        )}
      </div>
      {children}
      <footer>
        <LanguageSwitch />
        <SizeSwitch />
        {phone && <a href={`tel:${phone}`}>{say('complaints', { phone })}</a>}
      </footer>
    </main>
  )
}
