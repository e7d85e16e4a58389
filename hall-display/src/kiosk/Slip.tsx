import type { Accepted } from '@pingting/contract'
import type { HallHead } from '@pingting/contract/words/screen'
import { type Slip as SlipLines, slipOf } from '@pingting/contract/words/slips/slip'
import { toldIn } from '@pingting/contract/words/slips/told'
import type { ReactNode } from 'react'
import type { Pairing } from '../hub/devices.ts'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { useLanguage, useText } from '../text/index.ts'
import { kioskText } from '../text/kiosk/index.ts'
import { type Printing, usePrinting } from './printing.ts'

interface Props {
  pairing: Pairing
  hall: HallHead
  service: HallHead['services'][number]
  accepted: Accepted
  onDone(): void
}

/** Tells the phone's page that it was opened from the slip. */
function viaQr(url: string): string {
  const address = new URL(url, location.origin)
  address.searchParams.set('via', 'qr')
  return address.href
}

/** The ticket is taken whatever the printer does: number and code stand on the screen until the visitor goes. */
export function Slip({ pairing, hall, service, accepted, onDone }: Props) {
  const say = useText(kioskText)
  const language = useLanguage(state => state.language)
  const { code = '', url = '' } = accepted.ticket ?? {}
  const { printing, printAgain } = usePrinting(pairing, code)
  const taken = accepted.events.find(event => event.type === 'ticket.taken')
  if (taken?.number === undefined) return null
  const slip = slipOf(
    {
      hall: { zh: hall.name, en: hall.nameEn, complaintPhone: hall.complaintPhone },
      ...{ service, number: taken.number, takenAt: taken.at, told: toldIn(taken), code, url: viaQr(url) },
    },
    language,
  )
  return (
    <section className="kiosk-step kiosk-slip-step" data-printing={printing.at}>
      <SlipPaper slip={slip} ticketId={taken.ticketId} code={code} />
      <div className="kiosk-slip-end">
        <PrintingNote printing={printing} number={slip.number} />
        <button
          type="button"
          className="button"
          onClick={() => (printing.at === 'none' ? print() : void printAgain())}
          disabled={printing.at === 'printing'}
          data-testid="print"
        >
          {say(printing.at === 'printed' ? 'printAgain' : 'print')}
        </button>
        <button type="button" className="button main" onClick={onDone} data-testid="slip-done">
          {say('done')}
        </button>
      </div>
    </section>
  )
}

const WORDS = { printing: 'printing', printed: 'printed', none: 'ready' } as const

function PrintingNote({ printing, number }: { printing: Printing; number: string }) {
  const say = useText(kioskText)
  if (printing.at !== 'failed') {
    return (
      <p className="kiosk-ready" role="status" data-testid="printing-note">
        {say(WORDS[printing.at])}
      </p>
    )
  }
  return (
    <div className="kiosk-unprinted" data-testid="unprinted">
      <RefusedNotice refused={printing.refused} />
      <strong className="figure" data-testid="unprinted-number">
        {number}
      </strong>
      <p>{say('notPrinted')}</p>
    </div>
  )
}

interface PaperProps {
  slip: SlipLines
  ticketId: string | undefined
  code: string
  /** In place of the one that the hub draws. */
  qr?: ReactNode
}

/** The slip as it is printed: the number largest, then all a visitor may want to know later. */
export function SlipPaper({ slip, ticketId, code, qr }: PaperProps) {
  const say = useText(kioskText)
  return (
    <article className="kiosk-slip" data-testid="slip" data-ticket={ticketId}>
      <p>{slip.hall}</p>
      <strong className="kiosk-number figure" data-testid="slip-number">
        {slip.number}
      </strong>
      <p className="kiosk-service">{slip.service}</p>
      <dl>
        {slip.facts.map(({ fact, label, value }) => (
          <div key={fact}>
            <dt>{label}</dt>
            <dd data-testid={`slip-${fact}`} {...(fact === 'code' && { 'data-code': code })}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
      {qr ?? <img src={`/api/qr.svg?text=${encodeURIComponent(slip.url)}`} alt={say('qrAlt')} data-testid="slip-qr" />}
      {slip.rules.map(rule => (
        <p key={rule} className="kiosk-small">
          {rule}
        </p>
      ))}
      <p className="kiosk-opinion">{slip.opinion}</p>
    </article>
  )
}
