import type { Refused } from '@pingting/contract'
import { refusals } from '@pingting/contract/words/refusals'
import { type FormEvent, useState } from 'react'
import { ask } from '../../hub/http.ts'
import { accountText } from '../../text/account/index.ts'
import { useText } from '../../text/index.ts'
import { RefusedNotice } from '../RefusedNotice.tsx'
import { Field } from './Field.tsx'

interface Props {
  /** What the old password is called: the one that was given, or the present one. */
  oldLabel: string
  needsCode: boolean
  onDone: () => void
}

const refusedBy = (code: keyof typeof refusals): Refused => ({ ok: false, code, ...refusals[code] })

/** The old password, and the new one twice, since nobody sees what he types. */
export function ChoosePassword({ oldLabel, needsCode, onDone }: Props) {
  const say = useText(accountText)
  const [password, setPassword] = useState('')
  const [newPassword, setNewPassword] = useState('')
  const [again, setAgain] = useState('')
  const [code, setCode] = useState('')
  const [refused, setRefused] = useState<Refused>()
  const [differs, setDiffers] = useState(false)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setDiffers(newPassword !== again)
    setRefused(undefined)
    if (newPassword !== again) return
    if ([...newPassword].length < 10) return setRefused(refusedBy('account.password-weak'))
    setBusy(true)
    const reply = await ask<object>('/api/password', { body: { password, newPassword, ...(needsCode && { code }) } })
    setBusy(false)
    if (!reply.ok) return setRefused(reply)
    for (const clear of [setPassword, setNewPassword, setAgain, setCode]) clear('')
    onDone()
  }
  return (
    <form className="own-form" onSubmit={submit} data-testid="choose-password">
      <Field
        label={oldLabel}
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        testId="old-password"
      />
      <Field
        label={say('newPassword')}
        value={newPassword}
        onChange={setNewPassword}
        autoComplete="new-password"
        testId="new-password"
      />
      <Field
        label={say('newPasswordAgain')}
        value={again}
        onChange={setAgain}
        autoComplete="new-password"
        testId="new-password-again"
      />
      {needsCode && (
        <Field
          label={say('code')}
          value={code}
          onChange={setCode}
          autoComplete="one-time-code"
          testId="password-code"
        />
      )}
      <p className="own-rule">{say('rule')}</p>
      {differs && (
        <p className="notice bad" role="alert" data-testid="differs">
          {say('differs')}
        </p>
      )}
      <RefusedNotice refused={refused} />
      <button type="submit" className="button main" disabled={busy} data-testid="choose-password-submit">
        {say('choose')}
      </button>
    </form>
  )
}
