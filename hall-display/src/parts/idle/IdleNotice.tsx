import { commonText } from '../../text/everywhere/index.ts'
import './idle-notice.css'
import { useText } from '../../text/index.ts'

export function IdleNotice({ secondsLeft }: { secondsLeft: number | undefined }) {
  const say = useText(commonText)
  if (secondsLeft === undefined) return null
  return (
    <div className="idle-notice" role="alert" data-testid="idle-notice">
      <span>{say('stillThere', { seconds: secondsLeft })}</span>
      <button type="button" className="button main">
        {say('goOn')}
      </button>
    </div>
  )
}
