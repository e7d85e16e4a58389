import type { Screen, ScreenFrame } from '@pingting/contract/words/screen'
import { businessDayOf, instantOf } from '@pingting/contract/words/time'
import { useNow } from '../../hub/store.ts'
import { useText } from '../../text/index.ts'
import { parkingText } from '../../text/parking/index.ts'
import { unablePolicies } from './unable.ts'

/** A bridge has told, after a policy was adopted, that its gate cannot do that policy's rule for other discounts. */
export function Unable({ frame, policies }: { frame: ScreenFrame | undefined; policies: Screen['policies'] }) {
  const say = useText(parkingText)
  const today = businessDayOf(instantOf(useNow()))
  const rows = unablePolicies(frame?.kind === 'lot' ? frame : undefined, policies, today)
  if (rows.length === 0) return null
  const names = rows.map(({ policy, effectiveFrom }) => `${policy.version} (${effectiveFrom})`).join(', ')
  return (
    <p className="notice warn unable" role="alert" data-testid="stack-unable">
      {say('stackUnable', { names })}
    </p>
  )
}
