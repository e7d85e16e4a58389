import { booksText } from '../../text/books/index.ts'
import './dialog.css'
import { type FormEvent, type Ref, useId, useState } from 'react'
import { useText } from '../../text/index.ts'

const close = (event: { currentTarget: Element }): void => event.currentTarget.closest('dialog')?.close()

interface SentenceProps {
  ref: Ref<HTMLDialogElement>
  title: string
  label: string
  max: number
  onSend(text: string): void
}

/** One sentence of a person, which stands in the books. */
export function SentenceDialog({ ref, title, label, max, onSend }: SentenceProps) {
  const id = useId()
  const [text, setText] = useState('')
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    close(event)
    onSend(text.trim())
    setText('')
  }
  return (
    <dialog ref={ref} aria-labelledby={`${id}-title`} className="house-dialog">
      <form onSubmit={send}>
        <h3 id={`${id}-title`}>{title}</h3>
        <label htmlFor={id}>{label}</label>
        <textarea
          id={id}
          required
          maxLength={max}
          rows={3}
          value={text}
          onChange={event => setText(event.target.value)}
          data-testid="sentence"
        />
        <Ends isReady={text.trim() !== ''} />
      </form>
    </dialog>
  )
}

/** How every dialog ends. */
export function Ends({ isReady }: { isReady: boolean }) {
  const say = useText(booksText)
  return (
    <div className="dialog-ends">
      <button type="button" className="button" onClick={close}>
        {say('cancel')}
      </button>
      <button type="submit" className="button main" disabled={!isReady} data-testid="send">
        {say('send')}
      </button>
    </div>
  )
}
