import { accountText } from '../../text/account/index.ts'
import { commonText } from '../../text/everywhere/index.ts'
import './staff-gate.css'
import type { Actor } from '@pingting/contract'
import { type ReactNode, useEffect } from 'react'
import { connect, liveSocket } from '../../hub/connect.ts'
import { ask, type Me, socketTicket } from '../../hub/http.ts'
import { useSession } from '../../hub/session.ts'
import { useHub } from '../../hub/store.ts'
import { useText } from '../../text/index.ts'
import { LanguageSwitch } from '../LanguageSwitch.tsx'
import { useTitle } from '../page.ts'
import { Waiting } from '../Waiting.tsx'
import { ChoosePassword } from './ChoosePassword.tsx'
import { LogIn } from './LogIn.tsx'
import { usePresence } from './presence.ts'

export type Staff = Extract<Actor, { kind: 'staff' }>

interface Props {
  title: string
  children: (staff: Staff, me: Me) => ReactNode
}

/** Nobody without a log-in comes past here. The socket opens only behind it, with a ticket given for the cookie the log-in set. */
export function StaffGate({ title, children }: Props) {
  useTitle(title)
  const { me, refused, renew } = useSession()
  const staff = me?.actor.kind === 'staff' ? me.actor : undefined
  const link = useHub(state => state.link)
  const turnedAway = useHub(state => state.turnedAway)
  usePresence(staff !== undefined)
  useEffect(() => {
    if (staff !== undefined) connect(() => socketTicket())
  }, [staff])
  // A session can end while its face stands open: whoever hung up on us may have done so for that.
  useEffect(() => {
    if (link === 'live' || turnedAway) renew()
  }, [link, turnedAway, renew])
  if (me !== undefined && staff !== undefined) return children(staff, me)
  if (refused === undefined && me === undefined) return <Waiting />
  if (refused?.code === 'account.password-first') return <FirstChoice onDone={renew} />
  // A socket that is open came with the old session; the page begins anew with the new one.
  return <LogIn title={title} onDone={() => (liveSocket() === undefined ? renew() : location.reload())} />
}

/** The password he came with was given to him: before anything else he chooses one that only he knows. */
function FirstChoice({ onDone }: { onDone: () => void }) {
  const say = useText(accountText)
  return (
    <main className="log-in">
      <div className="card">
        <h1>{say('firstTitle')}</h1>
        <p>{say('firstWhat')}</p>
        <ChoosePassword oldLabel={say('givenPassword')} needsCode={false} onDone={onDone} />
        <div className="own-ways">
          <LanguageSwitch />
          <LogOut />
        </div>
      </div>
    </main>
  )
}

export function LogOut() {
  const say = useText(commonText)
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
