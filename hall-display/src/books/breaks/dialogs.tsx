import { type Fen, fen, fenOfYuan, yuanText } from '@pingting/contract/words/fen'
import type { AdjustmentRow, BreakRow } from '@pingting/contract/words/screen'
import { type FormEvent, type Ref, useId, useState } from 'react'
import { Ends } from '../../parts/dialog/SentenceDialog.tsx'
import { booksText } from '../../text/books/index.ts'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/index.ts'
import { kindText } from '../kinds.ts'
import { Booked } from './Booked.tsx'
import { begunWith, kindsOf } from './begun.ts'

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
  const format = useFormat()
  const kinds = kindsOf(row)
  const [chosen, choose] = useState<AdjustmentRow['kind']>()
  // What was chosen may be out of the question since: another pass has seen it otherwise.
  const kind = kinds.find(each => each === chosen) ?? kinds[0]
  const { fields, amounts, forget } = useAmounts(begunWith(kind, row))
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
        {kind === 'refund' && <p>{say('refundHint', { minutes: row.minutes, yuan: format.yuan(row.amountFen) })}</p>}
        {!isNothing && fields}
        <Entry label={say('reason')} value={reason} onChange={setReason} wrong="" />
        <Ends isReady={said !== undefined && reason.trim() !== ''} />
      </form>
    </dialog>
  )
}

const NOTHING = { minutes: 0, amountFen: fen(0) }

/**
 * Minutes and yuan as somebody types them, begun with what there is, signed; an amount that nobody knows is left to him.
 * @returns no amounts while one of them is none, and what forgets what was typed
 */
export function useAmounts(from: { minutes: number; amountFen?: Fen }) {
  const say = useText(booksText)
  const [typed, setTyped] = useState<{ minutes?: string; yuan?: string }>({})
  const begun = from.amountFen === undefined ? '' : from.amountFen === 0 ? '0' : yuanText(from.amountFen)
  const { minutes = String(from.minutes), yuan = begun } = typed
  const setMinutes = (text: string): void => setTyped({ ...typed, minutes: text })
  const setYuan = (text: string): void => setTyped({ ...typed, yuan: text })
  const amountFen = fenOfYuan(yuan.trim())
  const isMinutes = /^-?\d{1,6}$/.test(minutes.trim())
  const fields = (
    <>
      <Entry label={say('minutes')} value={minutes} onChange={setMinutes} wrong={isMinutes ? '' : say('badMinutes')} />
      <Entry
        label={say('yuan')}
        value={yuan}
        onChange={setYuan}
        wrong={amountFen === undefined && yuan !== '' ? say('badYuan') : ''}
      />
    </>
  )
  const amounts = amountFen === undefined || !isMinutes ? undefined : { minutes: Number(minutes), amountFen }
  return { fields, amounts, forget: () => setTyped({}) }
}

interface EntryProps {
  label: string
  value: string
  onChange(text: string): void
  wrong: string
}
export function Entry({ label, value, onChange, wrong }: EntryProps) {
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
