import './staff-gate.css'
import type { Actor, Refused } from '@pingting/contract'
import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import { connect } from '../../hub/connect.ts'
import { ask, type Me } from '../../hub/http.ts'
import { useSession } from '../../hub/session.ts'
import { useText } from '../../text/index.ts'
import { LanguageSwitch } from '../LanguageSwitch.tsx'
import { useTitle } from '../page.ts'
import { RefusedNotice } from '../RefusedNotice.tsx'
import { Waiting } from '../Waiting.tsx'

export type Staff = Extract<Actor, { kind: 'staff' }>

interface Props {
  title: string
  children: (staff: Staff, me: Me) => ReactNode
}

/** Nobody without a log-in comes past here. The socket opens only behind it, with the cookie the log-in set. */
export function StaffGate({ title, children }: Props) {
  useTitle(title)
  const { me, refused, renew } = useSession()
  const staff = me?.actor.kind === 'staff' ? me.actor : undefined
  useEffect(() => {
    if (staff !== undefined) connect()
  }, [staff])
  if (me !== undefined && staff !== undefined) return children(staff, me)
  if (refused === undefined && me === undefined) return <Waiting />
  return <LogIn title={title} onDone={renew} />
}

function LogIn({ title, onDone }: { title: string; onDone: () => void }) {
  const say = useText('common')
  const [staffId, setStaffId] = useState('')
  const [password, setPassword] = useState('')
  const [refused, setRefused] = useState<Refused>()
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    const reply = await ask<object>('/api/login', { body: { staffId: staffId.trim(), password } })
    setBusy(false)
    setRefused(reply.ok ? undefined : reply)
    if (reply.ok) onDone()
  }
  return (
    <main className="log-in">
      <form className="card" onSubmit={submit} data-testid="log-in">
        <h1>{title}</h1>
        <p>{say('logInFirst')}</p>
        <label className="field">
          <span>{say('staffId')}</span>
          <input
            value={staffId}
            onChange={event => setStaffId(event.target.value)}
            autoComplete="username"
            autoCapitalize="none"
            required
            data-testid="staff-id"
          />
        </label>
        <label className="field">
          <span>{say('password')}</span>
          <input
            type="password"
            value={password}
            onChange={event => setPassword(event.target.value)}
            autoComplete="current-password"
            required
            data-testid="password"
          />
        </label>
        <RefusedNotice refused={refused} />
        <button type="submit" className="button main" disabled={busy} data-testid="log-in-submit">
          {say('logIn')}
        </button>
        <LanguageSwitch />
      </form>
    </main>
  )
}

export function LogOut() {
  const say = useText('common')
  const leave = async (): Promise<void> => {
    await ask('/api/logout', { body: {} })
    location.reload()
  }
  return (
    <button type="button" className="button quiet" onClick={leave} data-testid="log-out">
      {say('logOut')}
    </button>
  )
}
