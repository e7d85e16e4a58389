import type { BreakRow } from '@pingting/contract/words/screen'
import { useRef } from 'react'
import { useCommand } from '../../hub/command.ts'
import { SentenceDialog } from '../../parts/dialog/SentenceDialog.tsx'
import type { Staff } from '../../parts/gate/StaffGate.tsx'
import { RefusedNotice } from '../../parts/RefusedNotice.tsx'
import { booksText } from '../../text/books/index.ts'
import { disputeText } from '../../text/disputes/index.ts'
import { useFormat } from '../../text/format.ts'
import { type Say, useText } from '../../text/index.ts'
import { kindText } from '../kinds.ts'
import { actOf, sideOf } from '../rows.ts'
import { AdjustDialog } from './dialogs.tsx'

interface Props {
  lotId: string
  row: BreakRow
  staff: Staff
}

/** The next thing that can be done about a break, and by whom. */
export function Acts({ lotId, row, staff }: Props) {
  const say = useText(booksText)
  const format = useFormat()
  const sending = useCommand(`lot:${lotId}`)
  const dialog = useRef<HTMLDialogElement>(null)
  const { key, adjustment } = row
  const act = actOf(row)
  const proposes = staff.role === 'operator' || staff.role === 'admin'
  const open = () => dialog.current?.showModal()
  const about = adjustment && {
    ...{ who: adjustment.proposedBy, kind: kindText(say, adjustment.kind), minutes: adjustment.minutes },
    yuan: format.yuan(adjustment.amountFen),
  }
  return (
    <div className="break-acts">
      {adjustment?.status === 'rejected' && <span>{say('rejected', about)}</span>}
      {act === 'decide' && <Decide say={say} row={row} staff={staff} about={about} sending={sending} />}
      {act === 'pay' && <Pay say={say} row={row} about={about} sending={sending} />}
      {act === 'explain' && proposes && (
        <>
          <Button label={say('explain')} onPress={open} id="explain" busy={sending.busy} />
          <SentenceDialog
            ref={dialog}
            title={say('explainTitle')}
            label={say('text')}
            max={500}
            onSend={text => void sending.run({ type: 'break.explain', key, text })}
          />
        </>
      )}
      {(act === 'adjust' || act === 'refund') && proposes && (
        <>
          <Button label={say(act)} onPress={open} id="adjust" busy={sending.busy} />
          <AdjustDialog
            ref={dialog}
            row={row}
            onSend={wish => void sending.run({ type: 'adjustment.propose', key, ...wish })}
          />
        </>
      )}
      <RefusedNotice refused={sending.refused} />
    </div>
  )
}

interface StepProps {
  say: Say<typeof booksText>
  row: BreakRow
  about: Record<string, string | number> | undefined
  sending: ReturnType<typeof useCommand>
}

/** Who has proposed it waits for somebody else, and may take it back. */
function Decide({ say, row, staff, about, sending }: StepProps & { staff: Staff }) {
  const sayDispute = useText(disputeText)
  const { key, adjustment } = row
  // Nobody decides on his own, nor on a dispute of his own side.
  const isOwn = adjustment?.proposedBy === staff.staffId || sideOf(staff.role) === row.dispute?.side
  return (
    <>
      <span>{say('proposed', about)}</span>
      <Reason say={say} row={row} />
      {isOwn ? (
        <em>{row.dispute === undefined ? say('waitsForOther') : sayDispute('waitsForOtherSide')}</em>
      ) : (
        <Button
          label={say('approve')}
          onPress={() => void sending.run({ type: 'adjustment.approve', key })}
          id="approve"
          busy={sending.busy}
        />
      )}
      <Reject say={say} label={say('reject')} id="reject" row={row} sending={sending} />
    </>
  )
}

/** A refund that was approved is paid, or taken back while it is not. */
function Pay({ say, row, about, sending }: StepProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  return (
    <>
      <span>{say('approved', about)}</span>
      <Reason say={say} row={row} />
      <Button label={say('pay')} onPress={() => dialog.current?.showModal()} id="pay" busy={sending.busy} />
      <SentenceDialog
        ref={dialog}
        title={say('payTitle')}
        label={say('reference')}
        max={100}
        onSend={reference => void sending.run({ type: 'adjustment.pay', key: row.key, reference })}
      />
      <Reject say={say} label={say('withdraw')} id="withdraw" row={row} sending={sending} />
    </>
  )
}

function Reject({ say, label, id, row, sending }: Omit<StepProps, 'about'> & { label: string; id: string }) {
  const dialog = useRef<HTMLDialogElement>(null)
  return (
    <>
      <Button label={label} onPress={() => dialog.current?.showModal()} id={id} busy={sending.busy} />
      <SentenceDialog
        ref={dialog}
        title={label}
        label={say('reason')}
        max={500}
        onSend={reason => void sending.run({ type: 'adjustment.reject', key: row.key, reason })}
      />
    </>
  )
}

const Reason = ({ say, row: { adjustment } }: Pick<StepProps, 'say' | 'row'>) =>
  adjustment?.reason !== undefined && (
    <span data-testid="break-reason">{say('because', { reason: adjustment.reason })}</span>
  )

interface ButtonProps {
  label: string
  onPress(): void
  id: string
  busy: boolean
}
const Button = ({ label, onPress, id, busy }: ButtonProps) => (
  <button type="button" className="button" disabled={busy} onClick={onPress} data-testid={`break-${id}`}>
    {label}
  </button>
)
