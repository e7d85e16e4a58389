import { type Fen, fen } from '@pingting/contract/words/fen'
import type { AdjustmentRow, BreakRow } from '@pingting/contract/words/screen'
import { type FormEvent, type Ref, useId, useState } from 'react'
import { Ends } from '../../parts/dialog/SentenceDialog.tsx'
import { booksText } from '../../text/books/index.ts'
import { breakNameCodes } from '../../text/breaks/index.ts'
import { useFormat } from '../../text/format.ts'
import { useText, useWords } from '../../text/index.ts'
import { kindText } from '../kinds.ts'
import { nameOfBreak } from '../rows.ts'
import { Entry, useAmounts } from './Amounts.tsx'
import { Booked } from './Booked.tsx'
import { isOfSeveral, kindsOf } from './begun.ts'

const close = (event: { currentTarget: Element }): void => event.currentTarget.closest('dialog')?.close()

interface Wish {
  kind: AdjustmentRow['kind']
  minutes: number
  amountFen: Fen
  reason: string
}
interface AdjustProps {
  ref: Ref<HTMLDialogElement>
  row: BreakRow
  onSend(wish: Wish): void
}

/** What one side owes the other, begun with what the break comes to. */
export function AdjustDialog({ ref, row, onSend }: AdjustProps) {
  const say = useText(booksText)
  const id = useId()
  const isRefund = row.matchClass === 'B13'
  const [format, nameOf] = [useFormat(), useWords(breakNameCodes)]
  const kinds = kindsOf(row)
  const [chosen, choose] = useState<AdjustmentRow['kind']>()
  // What was chosen may be out of the question since: another pass has seen it otherwise.
  const kind = kinds.find(each => each === chosen) ?? kinds[0]
  const { fields, amounts, forget } = useAmounts(kind, row)
  const [reason, setReason] = useState('')
  const isNothing = kind === 'nothingDue'
  const said = isNothing ? NOTHING : amounts
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    if (said === undefined) return
    close(event)
    onSend({ kind, ...said, reason: reason.trim() })
  }
  return (
    <dialog ref={ref} aria-labelledby={`${id}-title`} className="house-dialog">
      <form onSubmit={send}>
        <h3 id={`${id}-title`}>{say(isRefund ? 'refund' : 'adjustTitle')}</h3>
        <p>
          <span className="break-class">{row.matchClass}</span> {nameOf(nameOfBreak(row))} ·{' '}
          <span className="figure">{say('amounts', { minutes: row.minutes, yuan: format.yuan(row.amountFen) })}</span>
        </p>
        <label className="dialog-kind">
          {say('kind')}
          <select
            value={kind}
            onChange={event => {
              choose(event.target.value as typeof kind)
              forget()
            }}
          >
            {kinds.map(each => (
              <option key={each} value={each}>
                {kindText(say, each)}
              </option>
            ))}
          </select>
        </label>
        <Booked row={row} />
        <p className="dialog-hint">{say(`${kind}Hint`)}</p>
        {kind === 'transfer' && isOfSeveral(row) && <p className="notice warn">{say('severalHint')}</p>}
        {!isNothing && fields}
        <Entry label={say('reason')} value={reason} onChange={setReason} wrong="" />
        <Ends isReady={said !== undefined && reason.trim() !== ''} />
      </form>
    </dialog>
  )
}

const NOTHING = { minutes: 0, amountFen: fen(0) }
