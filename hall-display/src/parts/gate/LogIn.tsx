import type { Refused } from '@pingting/contract'
import { type FormEvent, useState } from 'react'
import { ask } from '../../hub/http.ts'
import { commonText } from '../../text/everywhere/index.ts'
import { useText } from '../../text/index.ts'
import { LanguageSwitch } from '../LanguageSwitch.tsx'
import { RefusedNotice } from '../RefusedNotice.tsx'
import { Field } from './Field.tsx'

/** Account and password; the digits of an authenticator are asked for once the hub has said that they are needed. */
export function LogIn({ title, onDone }: { title: string; onDone: () => void }) {
  const say = useText(commonText)
  const [staffId, setStaffId] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [needsCode, setNeedsCode] = useState(false)
  const [refused, setRefused] = useState<Refused>()
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    const proof = { staffId: staffId.trim(), password, ...(needsCode && { code }) }
    const reply = await ask<object>('/api/login', { body: proof })
    setBusy(false)
    const asksForCode = !reply.ok && reply.code === 'account.code-needed'
    setRefused(reply.ok || asksForCode ? undefined : reply)
    if (asksForCode) setNeedsCode(true)
    if (reply.ok) onDone()
  }
  return (
    <main className="log-in">
      <form className="card" onSubmit={submit} data-testid="log-in">
        <h1>{title}</h1>
        <p>{say('logInFirst')}</p>
        <Field label={say('staffId')} value={staffId} onChange={setStaffId} autoComplete="username" testId="staff-id" />
        <Field
          label={say('password')}
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          testId="password"
        />
        {needsCode && (
          <Field label={say('code')} value={code} onChange={setCode} autoComplete="one-time-code" testId="code" />
        )}
        <RefusedNotice refused={refused} />
        <button type="submit" className="button main" disabled={busy} data-testid="log-in-submit">
          {say('logIn')}
        </button>
        <LanguageSwitch />
      </form>
    </main>
  )
}
