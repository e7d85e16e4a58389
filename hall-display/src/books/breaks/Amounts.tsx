import { type Fen, fenOfYuan, yuanText } from '@pingting/contract/words/fen'
import type { AdjustmentRow } from '@pingting/contract/words/screen'
import { useId, useState } from 'react'
import { booksText } from '../../text/books/index.ts'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/index.ts'
import { type Begun, begunWith, whyNot } from './begun.ts'

/**
 * Minutes and yuan as somebody types them, begun with what is still open, signed; an amount that nobody knows is left to him.
 * @returns no amounts while one of them is none, or the hub would not take them, and what forgets what was typed
 */
export function useAmounts(kind: AdjustmentRow['kind'], row: Begun) {
  const say = useText(booksText)
  const format = useFormat()
  const [typed, setTyped] = useState<{ minutes?: string; yuan?: string }>({})
  const from = begunWith(kind, row)
  const { minutes = String(from.minutes ?? ''), yuan = begun(from.amountFen) } = typed
  const amountFen = fenOfYuan(yuan.trim())
  const isMinutes = /^-?\d{1,6}$/.test(minutes.trim())
  const amounts = amountFen === undefined || !isMinutes ? undefined : { minutes: Number(minutes), amountFen }
  const why = amounts && whyNot(kind, amounts, row)
  const isBack = kind === 'chargeBack'
  const wrong = why && say(why, { minutes: row.minutes, yuan: format.yuan(row.amountFen) })
  const fields = (
    <>
      <Entry
        label={say(isBack ? 'minutesBack' : 'minutes')}
        value={minutes}
        onChange={text => setTyped({ ...typed, minutes: text })}
        wrong={isMinutes || minutes === '' ? '' : say('badMinutes')}
      />
      <Entry
        label={say(isBack ? 'yuanBack' : 'yuan')}
        value={yuan}
        onChange={text => setTyped({ ...typed, yuan: text })}
        wrong={amountFen === undefined && yuan !== '' ? say('badYuan') : (wrong ?? '')}
      />
    </>
  )
  return { fields, amounts: why === undefined ? amounts : undefined, forget: () => setTyped({}) }
}

const begun = (amountFen: Fen | undefined): string =>
  amountFen === undefined ? '' : amountFen === 0 ? '0' : yuanText(amountFen)

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
