import type { HallHead } from '@pingting/contract/words/screen'
import { memo } from 'react'
import { boardText } from '../text/board/index.ts'
import { usePick, useText } from '../text/index.ts'

interface Props {
  hallId: string
  hall: HallHead | undefined
  /** The hall's own, where it has laid one down. */
  notice: { zh: string; en: string } | undefined
}

/** What everybody should know, and this page for one's own phone: the address the board was opened by. */
export const Notice = memo(function Notice({ hallId, hall, notice }: Props) {
  const say = useText(boardText)
  const pick = usePick()
  const address = `${location.origin}/board?hall=${encodeURIComponent(hallId)}`
  return (
    <section className="board-notice" aria-label={say('notice')} data-testid="notice">
      <p>{notice ? pick(notice) : say('missedRule')}</p>
      <p>{hall && say('complaints', { phone: hall.complaintPhone })}</p>
      <img src={`/api/qr.svg?text=${encodeURIComponent(address)}`} alt={say('hallQr')} data-testid="hall-qr" />
      <p className="board-qr-words">{say('hallQr')}</p>
    </section>
  )
})
