import type { Screen } from '@pingting/contract/words/screen'
import { useFormat } from '../text/format.ts'
import { usePick, useText } from '../text/index.ts'
import { parkingText } from '../text/parking/index.ts'
import { Alarms } from './gate/Alarms.tsx'

/** Cars inside are counted from the stays themselves, so that the figure and the list below cannot differ. */
export function Lot({ screen }: { screen: Screen }) {
  const say = useText(parkingText)
  const pick = usePick()
  const format = useFormat()
  const { lot, stays } = screen
  const insideTally = Object.values(stays).filter(stay => stay.exitedAt === undefined).length
  const usable = lot?.linkUsable ?? false
  return (
    <section className="card lot" aria-label={say('lot')}>
      <h2>{lot && pick({ zh: lot.name, en: lot.nameEn })}</h2>
      <p className={usable ? 'lot-link usable' : 'lot-link'} data-testid="gate-link" data-usable={usable} role="status">
        {say(usable ? 'linkUsable' : lot?.linkLoss === 'bridgeAway' ? 'bridgeAway' : 'linkLost')}
      </p>
      <p>
        {say('inside')}{' '}
        <strong className="figure" data-testid="inside-tally">
          {format.number(insideTally)}
        </strong>
      </p>
      <p>
        {say('spacesLeft')}{' '}
        <strong className="figure" data-testid="spaces-left">
          {format.number(lot && Math.max(0, lot.spaces - insideTally))}
        </strong>
      </p>
      {lot && <Alarms lot={lot} />}
    </section>
  )
}
