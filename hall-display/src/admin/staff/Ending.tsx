import type { StaffRow } from '@pingting/contract/words/setup/setup'
import { useRef } from 'react'
import { SureDialog } from '../../parts/dialog/SureDialog.tsx'
import { RefusedNotice } from '../../parts/RefusedNotice.tsx'
import { adminText, staffText } from '../../text/admin/index.ts'
import { useText } from '../../text/index.ts'
import { useKeeping } from '../form.tsx'
import type { Handed } from './FirstPassword.tsx'
import { useGiven } from './use-given.ts'

interface Props {
  region: string
  person: StaffRow
  again(): void
  onHanded(handed: Handed): void
}

/** What puts somebody out: a new first password, and the end of the account. Both are asked twice. */
export function Ending({ region, person: { staffId, name }, again, onHanded }: Props) {
  const say = useText(staffText)
  const general = useText(adminText)
  const keeping = useKeeping(`city:${region}`, again)
  const giving = useGiven()
  const [password, end] = [useRef<HTMLDialogElement>(null), useRef<HTMLDialogElement>(null)]
  const renew = async (): Promise<void> => {
    const given = await giving.give(`/api/accounts/${encodeURIComponent(staffId)}/password`, {})
    if (given === undefined) return
    again()
    onHanded({ name, password: given })
  }
  return (
    <div className="row">
      <button
        type="button"
        className="button"
        disabled={giving.busy}
        onClick={() => password.current?.showModal()}
        data-testid="new-password"
      >
        {say('newPassword')}
      </button>
      <button
        type="button"
        className="button"
        disabled={keeping.busy}
        onClick={() => end.current?.showModal()}
        data-testid="close-account"
      >
        {say('close')}
      </button>
      <SureDialog
        ref={password}
        title={say('newPasswordTitle', { name })}
        yes={say('newPasswordYes')}
        no={general('cancel')}
        onYes={() => void renew()}
      >
        <p>{say('newPasswordWhat')}</p>
      </SureDialog>
      <SureDialog
        ref={end}
        title={say('closeTitle', { name })}
        yes={say('closeYes')}
        no={general('cancel')}
        onYes={() => void keeping.keep({ type: 'account.close', staffId })}
      >
        <p>{say('closeWhat')}</p>
      </SureDialog>
      <RefusedNotice refused={keeping.refused ?? giving.refused} />
    </div>
  )
}
