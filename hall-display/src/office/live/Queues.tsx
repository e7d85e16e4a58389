import type { OfficeFrame, ServiceOutlook } from '@pingting/contract/words/office/frames'
import type { HallHead, Screen } from '@pingting/contract/words/screen'
import { useNow } from '../../hub/store.ts'
import { useFormat } from '../../text/format.ts'
import { usePick, useText } from '../../text/index.ts'
import { officeText } from '../../text/office/index.ts'
import { Sideways } from '../Sideways.tsx'
import { serviceLines, waitLimitOf } from './floor.ts'

const COLUMNS = ['service', 'people', 'longest', 'late', 'told', 'error'] as const

interface Props {
  hall: HallHead | undefined
  tickets: Screen['tickets']
  frame: OfficeFrame | undefined
}

/** Who waits for what, what a newcomer would be told, and how wrong that has been. */
export function Queues({ hall, tickets, frame }: Props) {
  const say = useText(officeText)
  const pick = usePick()
  const format = useFormat()
  const now = useNow()
  const services = hall?.services ?? []
  const lines = serviceLines(hall, tickets, now)
  return (
    <section className="card" aria-label={say('services')}>
      <h3>{say('services')}</h3>
      <Sideways label={say('services')}>
        <table data-testid="services">
          <thead>
            <tr>
              {COLUMNS.map(column => (
                <th key={column} scope="col">
                  {say(column, { minutes: waitLimitOf(hall) })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map(({ code, waiting, oldestAt, late }, place) => (
              <tr key={code} data-service={code}>
                <th scope="row">{pick(services[place]!)}</th>
                <td className="figure">{format.number(waiting)}</td>
                <td className="figure">
                  {oldestAt === undefined ? '—' : format.span((now - Date.parse(oldestAt)) / 1000)}
                </td>
                <td className={late > 0 ? 'figure late' : 'figure'}>{format.number(late)}</td>
                <Told outlook={frame?.outlooks[code]} />
              </tr>
            ))}
          </tbody>
        </table>
      </Sideways>
      <p className="part-note">{say('errorNote')}</p>
    </section>
  )
}

function Told({ outlook }: { outlook: ServiceOutlook | undefined }) {
  const say = useText(officeText)
  const { waitMinutesFrom: from, waitMinutesTo: to, error } = outlook ?? {}
  return (
    <>
      <td>{from === undefined || to === undefined ? say('toldNothing') : say('toldMinutes', { from, to })}</td>
      <td data-testid="wait-error">
        {error === undefined ? '—' : say('errorTold', { minutes: error.medianMinutes, count: error.tally })}
      </td>
    </>
  )
}
