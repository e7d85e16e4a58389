import { commonText } from '../../text/everywhere/index.ts'
import { useText } from '../../text/index.ts'

/** Whether exemptions reach the gate; nothing where a hall has no car park. */
export function GateBadge({ usable }: { usable: boolean | undefined }) {
  const say = useText(commonText)
  if (usable === undefined) return null
  return (
    <span
      className={`link-badge ${usable ? 'live' : 'stale'}`}
      data-testid="gate-badge"
      data-usable={usable}
      role="status"
    >
      {say(usable ? 'gateUsable' : 'gateLost')}
    </span>
  )
}
