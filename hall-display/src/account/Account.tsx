import { accountText } from '../text/account/index.ts'
import './account.css'
import { useEffect, useState } from 'react'
import { ask } from '../hub/http.ts'
import { ChoosePassword } from '../parts/gate/ChoosePassword.tsx'
import { LogOut, type Staff, StaffGate } from '../parts/gate/StaffGate.tsx'
import { LanguageSwitch } from '../parts/LanguageSwitch.tsx'
import { useText } from '../text/index.ts'
import { SecondFactor } from './SecondFactor.tsx'

/** What everybody on the staff keeps of his own: the password, and the second factor. */
export default function Account() {
  const say = useText(accountText)
  return <StaffGate title={say('title')}>{staff => <Own staff={staff} />}</StaffGate>
}

function Own({ staff }: { staff: Staff }) {
  const say = useText(accountText)
  const [isSet, setIsSet] = useState<boolean>()
  const [changed, setChanged] = useState(false)
  useEffect(() => {
    void ask<{ isSet: boolean }>('/api/second-factor').then(reply => {
      if (reply.ok) setIsSet(reply.value.isSet)
    })
  }, [])
  return (
    <main className="account">
      <header>
        <h1>{say('title')}</h1>
        <p data-testid="staff-name">
          {staff.name} · {staff.staffId}
        </p>
        <LanguageSwitch />
        <LogOut />
      </header>
      <section className="card">
        <h2>{say('password')}</h2>
        {changed && (
          <p className="notice good" role="status" data-testid="password-changed">
            {say('changed')}
          </p>
        )}
        <ChoosePassword oldLabel={say('oldPassword')} needsCode={isSet === true} onDone={() => setChanged(true)} />
      </section>
      {isSet !== undefined && (
        <section className="card">
          <h2>{say('factor')}</h2>
          <p>{say('factorWhat')}</p>
          <SecondFactor isSet={isSet} onChange={setIsSet} />
        </section>
      )}
      <p>
        <a className="button" href="/">
          {say('home')}
        </a>
      </p>
    </main>
  )
}
