import type { CounterRow } from '@pingting/contract/words/screen'
import { useEffect, useState } from 'react'
import type { Pairing } from '../hub/devices.ts'
import { ask } from '../hub/http.ts'
import { useHub } from '../hub/store.ts'
import { useText } from '../text/index.ts'
import { tabletText } from '../text/tablet/index.ts'

/** What the hall laid down of who serves here; the name the tablet has already. */
interface Card {
  number?: string
  /** A data URL. */
  photo?: string
}

/** Who serves: photo or the first sign of the name, name, and number. Nothing while nobody does. */
export function Officer({ pairing, counter }: { pairing: Pairing; counter: CounterRow | undefined }) {
  const say = useText(tabletText)
  const staffName = counter?.staffName
  const { number, photo } = useCard(pairing, staffName)
  if (staffName === undefined) return null
  return (
    <div className="tablet-officer">
      <span className="tablet-portrait">
        {photo === undefined ? (
          <span aria-hidden="true">{[...staffName][0]}</span>
        ) : (
          <img src={photo} alt={say('photoOf', { name: staffName })} data-testid="officer-photo" />
        )}
      </span>
      <p>
        <span>{say('servedBy')}</span>
        <strong data-testid="officer">{staffName}</strong>
        {number !== undefined && <span data-testid="officer-number">{say('staffNumber', { number })}</span>}
      </p>
    </div>
  )
}

const NO_CARD: Card = {}

/** Asked anew when somebody else sits down, and when the hub is back. */
function useCard({ hallId, credential }: Pairing, staffName: string | undefined): Card {
  const [card, setCard] = useState(NO_CARD)
  const live = useHub(state => state.link === 'live')
  const [shownFor, setShownFor] = useState<string>()
  useEffect(() => {
    if (staffName === undefined || !live) return
    let over = false
    const path = `/api/halls/${encodeURIComponent(hallId)}/officer`
    void ask<Card>(path, { credential }).then(reply => {
      if (over || !reply.ok) return
      setCard(reply.value)
      setShownFor(staffName)
    })
    return () => {
      over = true
    }
  }, [hallId, credential, staffName, live])
  // Never the photo of who sat here before.
  return shownFor === staffName ? card : NO_CARD
}
