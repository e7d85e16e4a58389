import { addMinutes, instantOf } from '@pingting/contract/words/time'
import { type FormEvent, useState } from 'react'
import { useNow } from '../../hub/store.ts'
import { Group, Select } from '../../parts/form/fields.tsx'
import { adminText } from '../../text/admin/index.ts'
import { useFormat } from '../../text/format.ts'
import { deviceCodes } from '../../text/home/index.ts'
import { useText, useWords } from '../../text/index.ts'
import { Ends, type PartProps, useKeeping } from '../form.tsx'
import { makePairingCode, newDeviceId } from './code.ts'

const PAIRING_MINUTES = 10
/** A booth's page is opened by who logs in there, and by no device. */
const KINDS = ['board', 'wall', 'kiosk', 'tablet'] as const

/** Makes a code that pairs one device once. It is shown here and kept nowhere. */
export function Invite({ hallId, setup, again, onDone }: PartProps & { onDone(): void }) {
  const say = useText(adminText)
  const kindOf = useWords(deviceCodes)
  const keeping = useKeeping(`hall:${hallId}`, again)
  const now = useNow()
  const [kind, setKind] = useState<(typeof KINDS)[number]>('board')
  const [counterId, setCounterId] = useState(setup.card.counters[0]?.counterId ?? '')
  const [made, setMade] = useState<{ code: string; expiresAt: string }>()
  const [isUnable, setUnable] = useState(false)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const pair = await makePairingCode()
    setUnable(pair === undefined)
    if (pair === undefined) return
    const at = kind === 'tablet' ? { counterId } : {}
    const expiresAt = addMinutes(instantOf(now), PAIRING_MINUTES)
    const about = { deviceId: newDeviceId(kind, at.counterId), kind, ...at }
    if (await keeping.keep({ type: 'device.invite', ...about, codeHash: pair.codeHash, expiresAt }))
      setMade({ code: pair.code, expiresAt })
  }
  if (made !== undefined) return <Code {...made} onDone={onDone} />
  return (
    <form className="admin-form" onSubmit={submit} data-testid="invite-form">
      <fieldset>
        <Select
          label={say('kind')}
          hint={say('kindHint')}
          options={KINDS.map(value => ({ value, label: kindOf(value) }))}
          value={kind}
          onChange={value => setKind(value as typeof kind)}
          testId="device-kind"
        />
        {kind === 'tablet' && (
          <Select
            label={say('atCounter')}
            hint={say('atCounterHint')}
            options={setup.card.counters.map(({ counterId, label }) => ({ value: counterId, label }))}
            value={counterId}
            onChange={setCounterId}
            testId="device-counter"
          />
        )}
      </fieldset>
      {isUnable && <p className="notice bad">{say('codeUnable')}</p>}
      <Ends keeping={keeping} isRight word={say('makeCode')} onCancel={onDone} />
    </form>
  )
}

function Code({ code, expiresAt, onDone }: { code: string; expiresAt: string; onDone(): void }) {
  const say = useText(adminText)
  const format = useFormat()
  const address = `${location.origin}/pair#${code}`
  return (
    <Group legend={say('codeFor')} hint={say('codeUntil', { at: format.clock(expiresAt) })}>
      <div className="pairing-code" role="status">
        <img src={`/api/qr.svg?text=${encodeURIComponent(address)}`} alt={say('codeQr')} width={180} height={180} />
        <code data-testid="pairing-address">{address}</code>
        <button type="button" className="button" onClick={onDone} data-testid="code-done">
          {say('codeDone')}
        </button>
      </div>
    </Group>
  )
}
