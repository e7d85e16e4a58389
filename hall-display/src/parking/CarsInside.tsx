import type { Screen } from '@pingting/contract/words/screen'
import { useNow } from '../hub/store.ts'
import { carClassCodes } from '../text/exemptions/index.ts'
import { useFormat } from '../text/format.ts'
import { useText, useWords } from '../text/index.ts'
import { parkingText } from '../text/parking/index.ts'

const ROWS_MAX = 300

export function CarsInside({ stays }: { stays: Screen['stays'] }) {
  const say = useText(parkingText)
  const classWords = useWords(carClassCodes)
  const format = useFormat()
  const now = useNow()
  const inside = Object.values(stays)
    .filter(stay => stay.exitedAt === undefined)
    .sort((a, b) => (a.enteredAt < b.enteredAt ? 1 : -1))
  return (
    <section className="card cars">
      <h2>{say('carsInside')}</h2>
      {inside.length === 0 && <p>{say('noCars')}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <ul data-testid="cars" tabIndex={0} aria-label={say('carsInside')}>
        {inside.slice(0, ROWS_MAX).map(stay => (
          <li key={stay.stayId} data-stay={stay.stayId} data-plate={stay.plate}>
            <b>{stay.plate ?? say('plateUnread')}</b>
            <span>{classWords(stay.carClass)}</span>
            <span className="figure">{format.clock(stay.enteredAt)}</span>
            <span className="figure">{format.span((now - Date.parse(stay.enteredAt)) / 1000)}</span>
            {stay.paidAt !== undefined && <em>{say('paid')}</em>}
            {stay.gatePlate !== undefined && <small>{say('gateReads', { plate: stay.gatePlate })}</small>}
          </li>
        ))}
      </ul>
    </section>
  )
}
