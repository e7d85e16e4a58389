import { commonText } from '../text/everywhere/index.ts'
import './link-badge.css'
import { useFreshness } from '../hub/store.ts'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/index.ts'

/** Live, or since when what stands here is old. */
export function LinkBadge() {
  const say = useText(commonText)
  const format = useFormat()
  const { live, sinceMs } = useFreshness()
  const words = live
    ? say('live')
    : sinceMs === undefined
      ? say('connecting')
      : say('staleSince', { at: format.seconds(sinceMs) })
  return (
    <span className={`link-badge ${live ? 'live' : 'stale'}`} data-testid="link-badge" data-live={live} role="status">
      {words}
    </span>
  )
}
