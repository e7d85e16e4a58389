import type { Accepted } from '@pingting/contract'
import type { HallHead } from '@pingting/contract/words/screen'
import { useFormat } from '../text/format.ts'
import { usePick, useText } from '../text/index.ts'
import { kioskText } from '../text/kiosk/index.ts'

interface Props {
  hall: HallHead
  service: HallHead['services'][number]
  accepted: Accepted
  aheadTally: number | undefined
  onDone(): void
}

/** Tells the phone's page that it was opened from the slip. */
function viaQr(url: string): string {
  const address = new URL(url, location.origin)
  address.searchParams.set('via', 'qr')
  return address.href
}

/** The slip as it is printed: the number largest, then all a visitor may want to know later. */
export function Slip({ hall, service, accepted, aheadTally, onDone }: Props) {
  const say = useText(kioskText)
  const pick = usePick()
  const format = useFormat()
  const taken = accepted.events.find(event => event.type === 'ticket.taken')
  const { code = '', url = '' } = accepted.ticket ?? {}
  return (
    <section className="kiosk-step kiosk-slip-step">
      <article className="kiosk-slip" data-testid="slip" data-ticket={taken?.ticketId}>
        <p>{pick({ zh: hall.name, en: hall.nameEn })}</p>
        <strong className="kiosk-number figure" data-testid="slip-number">
          {taken?.number}
        </strong>
        <p className="kiosk-service">{pick(service)}</p>
        <dl>
          <div>
            <dt>{say('aheadOnSlip')}</dt>
            <dd data-testid="slip-ahead">{format.number(aheadTally)}</dd>
          </div>
          <div>
            <dt>{say('takenAt')}</dt>
            <dd>{taken && format.dayAndClock(taken.at)}</dd>
          </div>
          <div>
            <dt>{say('itemCode')}</dt>
            <dd>{service.code}</dd>
          </div>
          <div>
            <dt>{say('ticketCode')}</dt>
            <dd className="figure" data-testid="slip-code" data-code={code}>
              {code.replace(/(.{3})(?=.)/g, '$1-')}
            </dd>
          </div>
          <div>
            <dt>{say('complaints')}</dt>
            <dd>{hall.complaintPhone}</dd>
          </div>
        </dl>
        {url !== '' && (
          <img src={`/api/qr.svg?text=${encodeURIComponent(viaQr(url))}`} alt={say('qrAlt')} data-testid="slip-qr" />
        )}
        <p className="kiosk-small">{say('qrWhat')}</p>
        <p className="kiosk-small">{say('missedRule')}</p>
        <p className="kiosk-opinion">{say('opinion')}</p>
      </article>
      <div className="kiosk-slip-end">
        <p className="kiosk-ready" role="status">
          {say('ready')}
        </p>
        <button type="button" className="button" onClick={() => print()} data-testid="print">
          {say('print')}
        </button>
        <button type="button" className="button main" onClick={onDone} data-testid="slip-done">
          {say('done')}
        </button>
      </div>
    </section>
  )
}
