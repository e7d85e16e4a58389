import './dialog.css'
import { type ReactNode, type Ref, useId } from 'react'

interface Props {
  ref: Ref<HTMLDialogElement>
  title: string
  yes: string
  no: string
  onYes(): void
  children: ReactNode
}

/** Asks once more before something that others will see. Whoever presses Enter without reading stays where he was. */
export function SureDialog({ ref, title, yes, no, onYes, children }: Props) {
  const id = useId()
  return (
    <dialog ref={ref} aria-labelledby={`${id}-title`} className="house-dialog">
      <form method="dialog">
        <h3 id={`${id}-title`}>{title}</h3>
        {children}
        <div className="dialog-ends">
          <button type="submit" className="button" data-testid="no">
            {no}
          </button>
          <button
            type="button"
            className="button main"
            onClick={event => {
              event.currentTarget.closest('dialog')?.close()
              onYes()
            }}
            data-testid="yes"
          >
            {yes}
          </button>
        </div>
      </form>
    </dialog>
  )
}
