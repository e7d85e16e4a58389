import { useFreshness } from '../../hub/store.ts'
import { usePick, useText } from '../../text/index.ts'
import { kioskText } from '../../text/kiosk/index.ts'
import type { Offline } from './offline.ts'

/** What to do while the hub is away; it goes by itself when the hub is there again. */
export function AwayNotice({ phone, offline: { away, stock } }: { phone: string; offline: Offline }) {
  const say = useText(kioskText)
  const { live, sinceMs } = useFreshness()
  const takes = away && stock !== undefined
  const waiting = stock?.issued.length ?? 0
  return (
    <div role="alert">
      {!live && (away || sinceMs !== undefined) && (
        <p className="notice warn" data-testid="away" data-waiting={waiting}>
          {say(takes ? 'awayTaking' : 'away', { phone })}{' '}
          {takes && waiting > 0 && say('offlineWaiting', { count: waiting })}
        </p>
      )}
    </div>
  )
}

/** Slips that somebody holds and the hub did not take, until staff have looked after them. */
export function RejectedNotice({ offline: { stock, clearRejected } }: { offline: Offline }) {
  const say = useText(kioskText)
  const pick = usePick()
  const rejected = stock?.rejected ?? []
  if (rejected.length === 0) return null
  return (
    <div className="notice bad kiosk-rejected" data-testid="offline-rejected">
      <p>{say('offlineRejected')}</p>
      <ul>
        {rejected.map(({ number, refused }) => (
          <li key={number} data-code={refused.code}>
            <b>{number}</b> {pick(refused)}
          </li>
        ))}
      </ul>
      <button type="button" className="button" onClick={clearRejected} data-testid="offline-rejected-done">
        {say('offlineRejectedDone')}
      </button>
    </div>
  )
}
