import type { Screen } from '@pingting/contract/words/screen'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/index.ts'
import { parkingText } from '../text/parking/index.ts'
import { totalsOf } from './rows.ts'

const PARTS = ['honoured', 'refused', 'revoked', 'expired', 'writtenOff', 'open'] as const

/** The equation of the books, written out: whoever adds it up sees that nothing went missing. */
export function TotalsLine({ exemptions }: { exemptions: Screen['exemptions'] }) {
  const say = useText(parkingText)
  const format = useFormat()
  const totals = totalsOf(exemptions)
  const sum = PARTS.reduce((all, part) => all + totals[part], 0)
  const waivedFen = Object.values(exemptions).reduce((all, row) => all + (row.feeWaivedFen ?? 0), 0)
  return (
    <section className="card totals" data-testid="totals" data-balanced={sum === totals.granted}>
      <p>
        {say('granted')}{' '}
        <strong className="figure" data-testid="total-granted">
          {format.number(totals.granted)}
        </strong>
      </p>
      {PARTS.map((part, index) => (
        <p key={part}>
          <span className="totals-sign" aria-hidden="true">
            {index === 0 ? '=' : '+'}
          </span>
          {say(part)}{' '}
          <strong className="figure" data-testid={`total-${part}`}>
            {format.number(totals[part])}
          </strong>
        </p>
      ))}
      <p className="totals-money">
        {say('waived')}{' '}
        <strong className="figure" data-testid="total-waived">
          {format.yuan(waivedFen)}
        </strong>
      </p>
    </section>
  )
}
