import type { Screen } from '@pingting/contract/words/screen'
import { useFreshness } from '../hub/store.ts'
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
  const { live } = useFreshness()
  // What the hub said last of the gate says nothing of it now.
  const link = !live
    ? 'linkUnknown'
    : lot?.linkUsable
      ? 'linkUsable'
      : lot?.linkLoss === 'bridgeAway'
        ? 'bridgeAway'
        : 'linkLost'
  return (
    <section className="card lot" aria-label={say('lot')}>
      <h2>{lot && pick({ zh: lot.name, en: lot.nameEn })}</h2>
      <p className={`lot-link ${link}`} data-testid="gate-link" data-usable={link === 'linkUsable'} role="status">
        {say(link)}
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
