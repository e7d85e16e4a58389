import type { CaseOutcome } from '@pingting/contract'
import { type FormEvent, type Ref, useId, useState } from 'react'
import { Ends } from '../../parts/dialog/SentenceDialog.tsx'
import { caseOutcomeCodes, casesText } from '../../text/cases/index.ts'
import { useText, useWords } from '../../text/index.ts'

const OUTCOMES: readonly CaseOutcome[] = ['rectified', 'onSpot', 'explained']

interface Props {
  ref: Ref<HTMLDialogElement>
  onSend(reply: { outcome: CaseOutcome; text: string }): void
}

/** What was done, in the words the visitor will read. */
export function ReplyDialog({ ref, onSend }: Props) {
  const say = useText(casesText)
  const outcomeOf = useWords(caseOutcomeCodes)
  const id = useId()
  const [outcome, setOutcome] = useState<CaseOutcome>('rectified')
  const [text, setText] = useState('')
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    event.currentTarget.closest('dialog')?.close()
    onSend({ outcome, text: text.trim() })
  }
  return (
    <dialog ref={ref} aria-labelledby={`${id}-title`} className="house-dialog">
      <form onSubmit={send}>
        <h3 id={`${id}-title`}>{say('replyTitle')}</h3>
        <label className="dialog-kind">
          {say('outcome')}
          <select
            value={outcome}
            onChange={event => setOutcome(event.target.value as CaseOutcome)}
            data-testid="case-outcome"
          >
            {OUTCOMES.map(each => (
              <option key={each} value={each}>
                {outcomeOf(each)}
              </option>
            ))}
          </select>
        </label>
        <label htmlFor={id}>{say('replyLabel')}</label>
        <textarea
          id={id}
          required
          maxLength={500}
          rows={5}
          value={text}
          onChange={event => setText(event.target.value)}
          data-testid="case-words"
        />
        <Ends isReady={text.trim() !== ''} />
      </form>
    </dialog>
  )
}
