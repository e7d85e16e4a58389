import { type Fen, fenOfYuan, yuanText } from '@pingting/contract/words/fen'
import type { AdjustmentRow, BreakRow } from '@pingting/contract/words/screen'
import { type FormEvent, type Ref, useId, useState } from 'react'
import { Ends } from '../../parts/dialog/SentenceDialog.tsx'
import { booksText } from '../../text/books/index.ts'
import { useText } from '../../text/index.ts'
import { kindText } from '../kinds.ts'
import { kindsOf } from '../rows.ts'

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
  const sign = isRefund ? '' : '-'
  const [kind, setKind] = useState<AdjustmentRow['kind']>(kindsOf(row)[0])
  const [minutes, setMinutes] = useState(row.minutes === 0 ? '0' : `${sign}${row.minutes}`)
  const [yuan, setYuan] = useState(row.amountFen === 0 ? '0' : `${sign}${yuanText(row.amountFen)}`)
  const [reason, setReason] = useState('')
  const isNothing = kind === 'nothingDue'
  const amountFen = fenOfYuan(isNothing ? '0' : yuan.trim())
  const isMinutes = isNothing || /^-?\d{1,6}$/.test(minutes.trim())
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    if (amountFen === undefined || !isMinutes) return
    close(event)
    onSend({ kind, minutes: isNothing ? 0 : Number(minutes), amountFen, reason: reason.trim() })
  }
  return (
    <dialog ref={ref} aria-labelledby={`${id}-title`} className="house-dialog">
      <form onSubmit={send}>
        <h3 id={`${id}-title`}>{say(isRefund ? 'refund' : 'adjustTitle')}</h3>
        <label className="dialog-kind">
          {say('kind')}
          <select value={kind} onChange={event => setKind(event.target.value as typeof kind)}>
            {kindsOf(row).map(each => (
              <option key={each} value={each}>
                {kindText(say, each)}
              </option>
            ))}
          </select>
        </label>
        {!isNothing && (
          <>
            <Entry
              label={say('minutes')}
              value={minutes}
              onChange={setMinutes}
              wrong={isMinutes ? '' : say('badMinutes')}
            />
            <Entry
              label={say('yuan')}
              value={yuan}
              onChange={setYuan}
              wrong={amountFen === undefined ? say('badYuan') : ''}
            />
          </>
        )}
        <Entry label={say('reason')} value={reason} onChange={setReason} wrong="" />
        <Ends isReady={amountFen !== undefined && isMinutes && reason.trim() !== ''} />
      </form>
    </dialog>
  )
}

interface EntryProps {
  label: string
  value: string
  onChange(text: string): void
  wrong: string
}
function Entry({ label, value, onChange, wrong }: EntryProps) {
  const id = useId()
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        value={value}
        maxLength={500}
        onChange={event => onChange(event.target.value)}
        aria-invalid={wrong !== ''}
        aria-describedby={`${id}-wrong`}
      />
      <p id={`${id}-wrong`} className="dialog-wrong">
        {wrong}
      </p>
    </>
  )
}
