import { WAIT_LIMIT_MINUTES, type WallFrame } from '@pingting/contract/words/office/frames'
import type { HallHead } from '@pingting/contract/words/screen'
import { useNow } from '../hub/store.ts'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/index.ts'
import { wallText } from '../text/wall/index.ts'
import { useNames } from './naming.ts'

interface LateProps {
  hall: HallHead | undefined
  lateWaits: WallFrame['lateWaits']
}

/** Who waits too long, by number. */
export function Late({ hall, lateWaits: { tally, rows } }: LateProps) {
  const say = useText(wallText)
  const format = useFormat()
  const now = useNow()
  const { service } = useNames(hall)
  const limit = { minutes: hall?.waitLimitMinutes ?? WAIT_LIMIT_MINUTES }
  return (
    <section className={tally > 0 ? 'wall-card alarmed' : 'wall-card'} aria-labelledby="wall-late">
      <h2 id="wall-late">
        {say('late', limit)} <strong className="figure">{format.number(tally)}</strong>
      </h2>
      {tally === 0 && <p className="wall-none">{say('noLate', limit)}</p>}
      <ol data-testid="late">
        {rows.map(({ number, serviceCode, since }) => (
          <li key={number}>
            <b className="figure">{number}</b>
            <span>{service(serviceCode)}</span>
            <strong className="figure">{format.span((now - Date.parse(since)) / 1000)}</strong>
          </li>
        ))}
      </ol>
    </section>
  )
}

interface MissedProps {
  hall: HallHead | undefined
  missed: WallFrame['missed']
}

/** Calls nobody came to, and who has not come since. */
export function Missed({ hall, missed: { tally, rows } }: MissedProps) {
  const say = useText(wallText)
  const format = useFormat()
  const { service, counter } = useNames(hall)
  return (
    <section className="wall-card" aria-labelledby="wall-missed">
      <h2 id="wall-missed">
        {say('missed')} <strong className="figure">{format.number(tally)}</strong>
      </h2>
      {rows.length === 0 && <p className="wall-none">{say('noMissed')}</p>}
      <ol data-testid="missed" aria-label={say('absent')}>
        {rows.map(({ number, serviceCode, counterId }) => (
          <li key={number}>
            <b className="figure">{number}</b>
            <span>{service(serviceCode)}</span>
            <small>{counterId !== undefined && counter(counterId)}</small>
          </li>
        ))}
      </ol>
    </section>
  )
}
