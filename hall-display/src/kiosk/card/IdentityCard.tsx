import { useText } from '../../text/index.ts'
import { kioskText } from '../../text/kiosk/index.ts'
import type { Card } from './card.ts'

interface Props {
  card: Card
  onForget(): void
}

/** Whether a card was read; never what stands on it. */
export function IdentityCard({ card: { number, isWrong, forget }, onForget }: Props) {
  const say = useText(kioskText)
  const forgetIt = (): void => {
    forget()
    onForget()
  }
  return (
    <fieldset data-testid="card" data-card={number !== undefined ? 'read' : isWrong ? 'wrong' : 'none'}>
      <legend>{say('cardTitle')}</legend>
      <div className="kiosk-car">
        <p role="status">{say(number !== undefined ? 'cardRead' : isWrong ? 'cardWrong' : 'cardWhat')}</p>
        {number !== undefined && (
          <button type="button" className="button" onClick={forgetIt} data-testid="card-forget">
            {say('cardForget')}
          </button>
        )}
      </div>
    </fieldset>
  )
}
