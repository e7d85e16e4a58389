import type { Refused } from '@pingting/contract'
import { type FormEvent, useState } from 'react'
import { ask } from '../hub/http.ts'
import { Field } from '../parts/gate/Field.tsx'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { accountText } from '../text/account/index.ts'
import { useText } from '../text/index.ts'

interface Offer {
  secret: string
  sealedSecret: string
  qr: string
}

/** Off: the password brings a secret, and a first code turns it on. On: password and code turn it off. */
export function SecondFactor({ isSet, onChange }: { isSet: boolean; onChange: (isSet: boolean) => void }) {
  const say = useText(accountText)
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [offer, setOffer] = useState<Offer>()
  const [refused, setRefused] = useState<Refused>()
  const settle = (next: boolean): void => {
    setOffer(undefined)
    setPassword('')
    setCode('')
    onChange(next)
  }
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (isSet) {
      const reply = await ask('/api/second-factor/end', { body: { password, code } })
      setRefused(reply.ok ? undefined : reply)
      if (reply.ok) settle(false)
    } else if (offer === undefined) {
      const reply = await ask<Offer>('/api/second-factor/offer', { body: { password } })
      setRefused(reply.ok ? undefined : reply)
      if (reply.ok) setOffer(reply.value)
    } else {
      const reply = await ask('/api/second-factor', { body: { sealedSecret: offer.sealedSecret, code } })
      setRefused(reply.ok ? undefined : reply)
      if (reply.ok) settle(true)
    }
  }
  return (
    <form className="own-form" onSubmit={submit} data-testid="second-factor" data-set={isSet}>
      <p className={isSet ? 'notice good' : 'notice'}>{say(isSet ? 'factorOn' : 'factorOff')}</p>
      {offer === undefined ? (
        <Field
          label={say('oldPassword')}
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          testId="factor-password"
        />
      ) : (
        <figure className="factor-offer">
          <img src={offer.qr} alt={say('scan')} width="196" height="196" />
          <figcaption>
            <p>{say('scan')}</p>
            <code data-testid="factor-secret">{offer.secret}</code>
          </figcaption>
        </figure>
      )}
      {(isSet || offer !== undefined) && (
        <Field label={say('code')} value={code} onChange={setCode} autoComplete="one-time-code" testId="factor-code" />
      )}
      <RefusedNotice refused={refused} />
      <button type="submit" className="button main" data-testid="factor-submit">
        {say(isSet ? 'factorEnd' : offer === undefined ? 'factorBegin' : 'factorConfirm')}
      </button>
    </form>
  )
}
