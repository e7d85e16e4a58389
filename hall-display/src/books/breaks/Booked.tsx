import { fen } from '@pingting/contract/words/fen'
import { booksText } from '../../text/books/index.ts'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/index.ts'
import { type Begun, openOf, type Sums } from './begun.ts'

/** What two persons have booked of a difference that came back, and what of it is still open (RB94). */
export function Booked({ row }: { row: Begun }) {
  const say = useText(booksText)
  const format = useFormat()
  const { booked } = row
  if (booked === undefined || (booked.minutes === 0 && booked.amountFen === 0)) return null
  const amounts = ({ minutes, amountFen }: Sums): string => say('amounts', { minutes, yuan: format.yuan(amountFen) })
  const open = openOf(row)
  const over = { minutes: -open.minutes, amountFen: fen(-open.amountFen) }
  return (
    <p className="break-booked" data-testid="break-booked">
      {say('bookedBefore', { amounts: amounts(booked) })}
      {open.amountFen < 0
        ? say('bookedOver', { amounts: amounts(over) })
        : say('stillOpen', { amounts: amounts(open) })}
    </p>
  )
}
