import type { CaseRow } from '@pingting/contract'
import { useRef } from 'react'
import { useCommand } from '../../hub/command.ts'
import type { Wish } from '../../hub/outbox.ts'
import { SentenceDialog } from '../../parts/dialog/SentenceDialog.tsx'
import { SureDialog } from '../../parts/dialog/SureDialog.tsx'
import { RefusedNotice } from '../../parts/RefusedNotice.tsx'
import { caseOutcomeCodes, casesText } from '../../text/cases/index.ts'
import { useText, useWords } from '../../text/index.ts'
import { Reasons } from './Reasons.tsx'
import { ReplyDialog } from './ReplyDialog.tsx'

const TEXT_MAX = 500

interface Props {
  hallId: string
  staffId: string
  row: CaseRow
}

interface PartProps extends Props {
  busy: boolean
  send(wish: Wish): void
}

/** What whoever looks may do with a case as it stands; what he may not, the hub says in words. */
export function Acts(props: Props) {
  const { busy, refused, run } = useCommand(`hall:${props.hallId}`)
  const { status, handlerId } = props.row
  const mine = handlerId === props.staffId
  const part: PartProps = { ...props, busy, send: wish => void run(wish) }
  return (
    <div className="case-acts">
      {status === 'taken' && mine && <Handling {...part} />}
      {status !== 'replied' && !mine && <Take {...part} />}
      {status === 'replied' && !mine && <Approving {...part} />}
      <RefusedNotice refused={refused} />
    </div>
  )
}

function Take({ row: { caseId, status }, busy, send }: PartProps) {
  const say = useText(casesText)
  return (
    <button
      type="button"
      className="button"
      disabled={busy}
      onClick={() => send({ type: 'rectification.take', caseId })}
      data-testid="case-take"
    >
      {say(status === 'open' ? 'take' : 'takeOver')}
    </button>
  )
}

function Handling({ hallId, row: { caseId, extendedFor }, busy, send }: PartProps) {
  const say = useText(casesText)
  const replying = useRef<HTMLDialogElement>(null)
  const extending = useRef<HTMLDialogElement>(null)
  return (
    <>
      <button
        type="button"
        className="button main"
        disabled={busy}
        onClick={() => replying.current?.showModal()}
        data-testid="case-reply-open"
      >
        {say('reply')}
      </button>
      {extendedFor === undefined && (
        <button
          type="button"
          className="button"
          disabled={busy}
          onClick={() => extending.current?.showModal()}
          data-testid="case-extend"
        >
          {say('extend')}
        </button>
      )}
      <Reasons hallId={hallId} caseId={caseId} />
      <ReplyDialog ref={replying} onSend={reply => send({ type: 'rectification.reply', caseId, ...reply })} />
      <SentenceDialog
        ref={extending}
        title={say('extendTitle')}
        label={say('extendWhy')}
        max={TEXT_MAX}
        onSend={reason => send({ type: 'rectification.extend', caseId, reason })}
      />
    </>
  )
}

function Approving({ hallId, row: { caseId, outcome, reply = '' }, busy, send }: PartProps) {
  const say = useText(casesText)
  const outcomeOf = useWords(caseOutcomeCodes)
  const sure = useRef<HTMLDialogElement>(null)
  const back = useRef<HTMLDialogElement>(null)
  return (
    <>
      <button
        type="button"
        className="button main"
        disabled={busy}
        onClick={() => sure.current?.showModal()}
        data-testid="case-approve"
      >
        {say('approve')}
      </button>
      <button
        type="button"
        className="button"
        disabled={busy}
        onClick={() => back.current?.showModal()}
        data-testid="case-return"
      >
        {say('giveBack')}
      </button>
      <Reasons hallId={hallId} caseId={caseId} />
      <SureDialog
        ref={sure}
        title={say('approveTitle')}
        yes={say('yes')}
        no={say('no')}
        onYes={() => send({ type: 'rectification.approve', caseId })}
      >
        <p>{say('approveNote')}</p>
        <blockquote className="case-said">
          {say('replyIs', { outcome: outcomeOf(outcome ?? ''), text: reply })}
        </blockquote>
      </SureDialog>
      <SentenceDialog
        ref={back}
        title={say('giveBackTitle')}
        label={say('giveBackLabel')}
        max={TEXT_MAX}
        onSend={text => send({ type: 'rectification.return', caseId, text })}
      />
    </>
  )
}
