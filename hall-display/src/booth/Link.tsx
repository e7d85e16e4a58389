import type { Screen } from '@pingting/contract/words/screen'
import { useFreshness } from '../hub/store.ts'
import { boothText } from '../text/booth/index.ts'
import { useText } from '../text/index.ts'

/** Nothing while this page hears the hub and orders reach the gate; else what an attendant does meanwhile, since the barrier does not know yet. */
export function Link({ lot }: { lot: Screen['lot'] }) {
  const say = useText(boothText)
  const { live } = useFreshness()
  if (live && lot?.linkUsable) return null
  return (
    <div className="notice bad" role="status" data-testid="booth-link">
      <strong>{say(live ? 'linkLost' : 'hubLost')}</strong>
      <span>{say(live ? 'linkLostToDo' : 'hubLostToDo')}</span>
    </div>
  )
}
