import type { Refused } from '@pingting/contract'
import { usePick } from '../text/index.ts'

/** A refusal in the hub's own sentence; the code stands in the markup for whoever supports the hall. */
export function RefusedNotice({ refused }: { refused: Refused | undefined }) {
  const pick = usePick()
  return (
    <div role="alert" data-testid="refused" data-code={refused?.code}>
      {refused && <p className="notice bad">{pick(refused)}</p>}
    </div>
  )
}
