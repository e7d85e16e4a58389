import type { PairedDevice } from '@pingting/contract/words/setup/setup'
import { useRef, useState } from 'react'
import { SureDialog } from '../../parts/dialog/SureDialog.tsx'
import { RefusedNotice } from '../../parts/RefusedNotice.tsx'
import { adminText } from '../../text/admin/index.ts'
import { useFormat } from '../../text/format.ts'
import { deviceCodes } from '../../text/home/index.ts'
import { useText, useWords } from '../../text/index.ts'
import { type PartProps, useKeeping } from '../form.tsx'
import { Invite } from './Invite.tsx'

/** The screens of the hall: paired, seen, put off. */
export function Devices(props: PartProps) {
  const { setup } = props
  const say = useText(adminText)
  const [isInviting, setInviting] = useState(false)
  const { devices, invites } = setup
  return (
    <>
      <p className="what">{say('devicesWhat')}</p>
      {isInviting ? (
        <Invite {...props} onDone={() => setInviting(false)} />
      ) : (
        <button type="button" className="button main" onClick={() => setInviting(true)} data-testid="add">
          {say('addDevice')}
        </button>
      )}
      {devices.length === 0 && <p>{say('noDevices')}</p>}
      <ul className="set-list">
        {devices.map(device => (
          <One key={device.deviceId} {...props} device={device} />
        ))}
      </ul>
      {invites.length > 0 && <p data-testid="invites">{say('waitingInvites', { n: invites.length })}</p>}
    </>
  )
}

function One({ hallId, setup, again, device }: PartProps & { device: PairedDevice }) {
  const say = useText(adminText)
  const format = useFormat()
  const kindOf = useWords(deviceCodes)
  const keeping = useKeeping(`hall:${hallId}`, again)
  const dialog = useRef<HTMLDialogElement>(null)
  const { deviceId, kind, counterId, isHere, seenAt } = device
  const label = setup.card.counters.find(each => each.counterId === counterId)?.label ?? counterId
  return (
    <li data-testid="device" data-device={deviceId} data-here={isHere}>
      <span className="grows">
        <strong>{kindOf(kind)}</strong> <small>{deviceId}</small>
      </span>
      <span>{label === undefined ? say('inHall') : say('counterIs', { label })}</span>
      <span className={isHere ? 'holds' : undefined}>
        {isHere
          ? say('seenNow')
          : seenAt === undefined
            ? say('seenNever', { since: format.dayAndClock(setup.watchedSince) })
            : format.dayAndClock(seenAt)}
      </span>
      <button
        type="button"
        className="button"
        disabled={keeping.busy}
        onClick={() => dialog.current?.showModal()}
        aria-label={`${say('revoke')} ${deviceId}`}
        data-testid="revoke"
      >
        {say('revoke')}
      </button>
      <SureDialog
        ref={dialog}
        title={say('revokeTitle', { device: deviceId })}
        yes={say('revokeYes')}
        no={say('cancel')}
        onYes={() => void keeping.keep({ type: 'device.revoke', deviceId })}
      >
        <p>{say('revokeWhat')}</p>
      </SureDialog>
      <RefusedNotice refused={keeping.refused} />
    </li>
  )
}
