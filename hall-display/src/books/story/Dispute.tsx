import { type FormEvent, useId, useRef, useState } from 'react'
import { ask } from '../../hub/http.ts'
import { Ends } from '../../parts/dialog/SentenceDialog.tsx'
import type { Staff } from '../../parts/gate/StaffGate.tsx'
import { RefusedNotice } from '../../parts/RefusedNotice.tsx'
import { booksText } from '../../text/books/index.ts'
import { disputeText } from '../../text/disputes/index.ts'
import { useText } from '../../text/index.ts'
import { Entry, useAmounts } from '../breaks/Amounts.tsx'
import { kindText } from '../kinds.ts'
import { sideOf } from '../rows.ts'
import type { Line } from './settled.ts'

interface Props {
  lotId: string
  line: Line
  staff: Staff
  /** The story has another moment now. */
  raised(): void
}

type Refused = Exclude<Awaited<ReturnType<typeof ask>>, { ok: true }>

/** Of a use that both sides have booked, one of them says what it should come to instead. */
export function Dispute({ lotId, line, staff, raised }: Props) {
  const say = useText(disputeText)
  const [refused, setRefused] = useState<Refused>()
  const [isSent, setSent] = useState(false)
  const dialog = useRef<HTMLDialogElement>(null)
  const last = useRef({ wish: '', commandId: '' })
  const send = async (wish: object): Promise<void> => {
    const path = `/api/lots/${encodeURIComponent(lotId)}/days/${line.businessDay}/disputes`
    // The same wish has the same name, however often it is sent after an answer that was lost.
    const words = JSON.stringify(wish)
    if (last.current.wish !== words) last.current = { wish: words, commandId: crypto.randomUUID() }
    const { commandId } = last.current
    const reply = await ask(path, { body: { commandId, key: line.key, ...wish } })
    setRefused(reply.ok ? undefined : reply)
    setSent(reply.ok)
    if (reply.ok) raised()
  }
  return (
    <div className="dispute">
      <button
        type="button"
        className="button"
        onClick={() => dialog.current?.showModal()}
        disabled={isSent}
        data-testid="dispute"
      >
        {say('raise')}
      </button>
      {isSent && <p className="notice good">{say('sent')}</p>}
      <RefusedNotice refused={refused} />
      <dialog ref={dialog} className="house-dialog" aria-label={say('title')}>
        <Wish line={line} staff={staff} onSend={wish => void send(wish)} />
      </dialog>
    </div>
  )
}

function Wish({ line, staff, onSend }: Pick<Props, 'line' | 'staff'> & { onSend(wish: object): void }) {
  const [say, sayBooks] = [useText(disputeText), useText(booksText)]
  const id = useId()
  const own = sideOf(staff.role)
  const [side, setSide] = useState(own === 'either' ? 'lot' : own)
  const [kind, setKind] = useState<'chargeBack' | 'transfer'>('chargeBack')
  const [reason, setReason] = useState('')
  const [evidence, setEvidence] = useState('')
  const sums = { minutes: line.minutes, amountFen: line.feeWaivedFen }
  const { fields, amounts, forget } = useAmounts(kind, { key: line.key, matchClass: 'M0', ...sums, credited: sums })
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    if (amounts === undefined) return
    event.currentTarget.closest('dialog')?.close()
    const shown = evidence.trim() === '' ? {} : { evidence: evidence.trim() }
    onSend({ side, kind, ...amounts, reason: reason.trim(), ...shown })
  }
  return (
    <form onSubmit={send}>
      <h3>{say('title')}</h3>
      {own === 'either' && (
        <label className="dialog-kind" htmlFor={`${id}-side`}>
          {say('side')}
          <select id={`${id}-side`} value={side} onChange={event => setSide(event.target.value as typeof side)}>
            {(['hall', 'lot'] as const).map(each => (
              <option key={each} value={each}>
                {say(each)}
              </option>
            ))}
          </select>
        </label>
      )}
      <label className="dialog-kind" htmlFor={`${id}-kind`}>
        {sayBooks('kind')}
        <select
          id={`${id}-kind`}
          value={kind}
          onChange={event => {
            setKind(event.target.value as typeof kind)
            forget()
          }}
        >
          {(['chargeBack', 'transfer'] as const).map(each => (
            <option key={each} value={each}>
              {kindText(sayBooks, each)}
            </option>
          ))}
        </select>
      </label>
      {fields}
      <Entry label={sayBooks('reason')} value={reason} onChange={setReason} wrong="" />
      <Entry label={say('evidence')} value={evidence} onChange={setEvidence} wrong="" />
      <Ends isReady={amounts !== undefined && reason.trim() !== ''} />
    </form>
  )
}
