import type { Screen } from '@pingting/contract/words/screen'
import { useRef } from 'react'
import { useCommand } from '../../hub/command.ts'
import { useLive } from '../../hub/store.ts'
import { SentenceDialog } from '../../parts/dialog/SentenceDialog.tsx'
import { RefusedNotice } from '../../parts/RefusedNotice.tsx'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/index.ts'
import { parkingText } from '../../text/parking/index.ts'
import { type UnsureStay, unsureStays } from './review.ts'

const PLATE_MAX = 32

/** Plates the cameras were not sure of, for a person to look at. Nothing while there is none. */
export function Review({ lotId, stays }: { lotId: string; stays: Screen['stays'] }) {
  const say = useText(parkingText)
  const rows = unsureStays(stays)
  if (rows.length === 0) return null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className="card checks review" tabIndex={0} aria-label={say('review')} data-testid="review">
      <h2 role="status">{say('reviewTally', { count: rows.length })}</h2>
      <p>{say('reviewToDo')}</p>
      <ul>
        {rows.map(row => (
          <Unsure key={row.stayId} lotId={lotId} row={row} />
        ))}
      </ul>
    </section>
  )
}

function Unsure({ lotId, row }: { lotId: string; row: UnsureStay }) {
  const say = useText(parkingText)
  const format = useFormat()
  const live = useLive()
  const sending = useCommand(`lot:${lotId}`)
  const dialog = useRef<HTMLDialogElement>(null)
  const { stayId, plate = '', enteredAt, review } = row
  const send = (found?: string): void =>
    void sending.run({ type: 'lot.reviewPlate', stayId, ...(found === undefined ? {} : { plate: found }) })
  return (
    <li data-review={stayId} data-plate={plate}>
      <strong>{plate}</strong>
      <span className="figure">{format.clock(enteredAt)}</span>
      <span>
        {say(review.misfit ? 'reviewMisfit' : 'reviewSeen', { lane: review.laneId, confidence: review.confidence })}
      </span>
      {review.imageId && <span>{say('reviewImage', { image: review.imageId })}</span>}
      <button
        type="button"
        className="button"
        disabled={!live || sending.busy}
        onClick={() => send()}
        data-testid="review-right"
      >
        {say('reviewRight')}
      </button>
      <button
        type="button"
        className="button"
        disabled={!live || sending.busy}
        onClick={() => dialog.current?.showModal()}
        data-testid="review-wrong"
      >
        {say('reviewWrong')}
      </button>
      <SentenceDialog
        ref={dialog}
        title={say('reviewWrongTitle', { plate })}
        label={say('reviewPlate')}
        max={PLATE_MAX}
        onSend={send}
      />
      <RefusedNotice refused={sending.refused} />
    </li>
  )
}
