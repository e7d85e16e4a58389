import type { Screen } from '@pingting/contract/words/screen'
import { boothText } from '../text/booth/index.ts'
import { useText } from '../text/index.ts'

/** Nothing while orders reach the gate; else what an attendant does meanwhile, since the barrier does not know yet. */
export function Link({ lot }: { lot: Screen['lot'] }) {
  const say = useText(boothText)
  if (lot?.linkUsable) return null
  return (
    <div className="notice bad" role="status" data-testid="booth-link">
      <strong>{say('linkLost')}</strong>
      <span>{say('linkLostToDo')}</span>
    </div>
  )
}
