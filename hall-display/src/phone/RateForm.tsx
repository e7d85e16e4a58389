import type { TicketRow } from '@pingting/contract/words/screen'
import { TAG_VERSION } from '@pingting/contract/words/tags'
import { useCommand } from '../hub/command.ts'
import { type Rating, RatingForm } from '../parts/rating/RatingForm.tsx'

/** The slip's code adds `via=qr` to the address; a link from elsewhere does not. */
const channel = new URLSearchParams(location.search).get('via') === 'qr' ? 'qr' : 'phone'

interface Props {
  ticket: TicketRow
  stream: string
  token: string
  onSkip(): void
}

/** Loaded when it is opened: levels and tags are no part of the number. */
export default function RateForm({ ticket, stream, token, onSkip }: Props) {
  const rating = useCommand(stream, token)
  const rate = ({ level, tagCodes, text, formOpenMs }: Rating): void => {
    void rating.run({
      ...{ type: 'evaluation.submit', ticketId: ticket.ticketId, level, tagVersion: TAG_VERSION },
      ...{ tagCodes, channel, formOpenMs },
      ...(text !== undefined && { text }),
    })
  }
  return <RatingForm onSubmit={rate} onSkip={onSkip} busy={rating.busy} refused={rating.refused} />
}
