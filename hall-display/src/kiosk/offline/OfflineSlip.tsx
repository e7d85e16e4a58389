import type { HallHead } from '@pingting/contract/words/screen'
import { slipOf } from '@pingting/contract/words/slips/slip'
import { useLanguage, useText } from '../../text/index.ts'
import { kioskText } from '../../text/kiosk/index.ts'
import { SlipPaper } from '../Slip.tsx'
import { Code } from './Code.tsx'
import type { OfflineTaken } from './offline.ts'
import { ticketIdIn } from './stock.ts'

interface Props {
  hall: HallHead
  service: HallHead['services'][number]
  taken: OfflineTaken
  onDone(): void
}

/** The hub's printer is as far away as the hub: number and code stand on the screen, and the browser prints. */
export function OfflineSlip({ hall, service, taken, onDone }: Props) {
  const say = useText(kioskText)
  const language = useLanguage(state => state.language)
  const { number, code, url, issuedAt } = taken
  const named = { zh: hall.name, en: hall.nameEn, complaintPhone: hall.complaintPhone }
  const slip = slipOf({ hall: named, service, number, takenAt: issuedAt, code, url, offline: true }, language)
  return (
    <section className="kiosk-step kiosk-slip-step" data-printing="offline">
      <SlipPaper slip={slip} ticketId={ticketIdIn(taken)} code={code} qr={<Code text={url} alt={say('qrAlt')} />} />
      <div className="kiosk-slip-end">
        <div className="kiosk-unprinted">
          <p className="notice warn" role="status" data-testid="offline-taken">
            {say('offlineTaken')}
          </p>
          <p>{say('offlineWhat')}</p>
        </div>
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
