import './others.css'
import type { HallFrame, HallHead } from '@pingting/contract/words/screen'
import { useEffect, useState } from 'react'
import { ask } from '../hub/http.ts'
import { Both } from '../parts/Both.tsx'
import { usePick, useText } from '../text/index.ts'
import { kioskText } from '../text/kiosk/index.ts'
import { ServiceSearch } from './ServiceSearch.tsx'
import { findServices, type Spellings } from './search.ts'

interface Props {
  hall: HallHead
  /** Absent while nobody can tell how many wait. */
  frame: HallFrame | undefined
  onChoose(serviceCode: string): void
  /** Absent while the hub is away: a rating is the hub's to take. */
  onRate?: () => void
  onCheckIn?: () => void
}

/** Fewer services than this are seen at a glance. */
const SEARCHED_FROM = 4

export function ChooseService({ hall, frame, onChoose, onRate, onCheckIn }: Props) {
  const say = useText(kioskText)
  const spellings = useSpellings(hall.hallId, frame !== undefined)
  const [typed, setTyped] = useState('')
  const found = findServices(hall.services, spellings, typed)
  return (
    <section className="kiosk-step">
      <h2>
        <Both part={kioskText} word="chooseService" />
      </h2>
      {hall.services.length >= SEARCHED_FROM && (
        <ServiceSearch services={hall.services} {...{ spellings, typed }} onType={setTyped} />
      )}
      <p className="unseen" role="status">
        {typed !== '' && say('found', { count: found.length })}
      </p>
      {found.length === 0 && (
        <p className="notice" data-testid="no-service">
          {say(hall.services.length === 0 ? 'noServices' : 'noneFound', { typed })}
        </p>
      )}
      <ul className="kiosk-services" data-testid="services">
        {found.map(service => (
          <ServiceButton key={service.code} {...{ service, frame, onChoose }} />
        ))}
      </ul>
      {onRate && onCheckIn && (
        <div className="kiosk-others">
          <button type="button" className="button" onClick={onCheckIn} data-testid="check-in">
            <Both part={kioskText} word="checkIn" />
          </button>
          <button type="button" className="button" onClick={onRate} data-testid="rate-by-code">
            <Both part={kioskText} word="rateByCode" />
          </button>
        </div>
      )}
    </section>
  )
}

type ButtonProps = Pick<Props, 'frame' | 'onChoose'> & { service: HallHead['services'][number] }

function ServiceButton({ service, frame, onChoose }: ButtonProps) {
  const say = useText(kioskText)
  const pick = usePick()
  return (
    <li>
      <button type="button" onClick={() => onChoose(service.code)} data-testid={`service-${service.code}`}>
        <b className="figure" aria-hidden="true">
          {service.prefix}
        </b>
        <span>
          <strong>{pick(service)}</strong>
          <small>{pick({ zh: service.en, en: service.zh })}</small>
        </span>
        {frame && <em>{say('waitingHere', { count: frame.waitingByService[service.code] ?? 0 })}</em>}
      </button>
    </li>
  )
}

/** Without them the names still find a service, and so does the eye. @param heard asked for once the hub is there */
function useSpellings(hallId: string, heard: boolean): Spellings {
  const [spellings, setSpellings] = useState<Spellings>({})
  useEffect(() => {
    if (!heard) return
    let gone = false
    void ask<Spellings>(`/api/halls/${encodeURIComponent(hallId)}/spellings`).then(reply => {
      if (reply.ok && !gone) setSpellings(reply.value)
    })
    return () => {
      gone = true
    }
  }, [hallId, heard])
  return spellings
}
