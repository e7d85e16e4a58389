import './parking.css'
import { useState } from 'react'
import { useRoom } from '../hub/connect.ts'
import type { Me } from '../hub/http.ts'
import { useNow } from '../hub/store.ts'
import { LogOut, type Staff, StaffGate } from '../parts/gate/StaffGate.tsx'
import { LanguageSwitch } from '../parts/LanguageSwitch.tsx'
import { LinkBadge } from '../parts/LinkBadge.tsx'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { Waiting } from '../parts/Waiting.tsx'
import { useFormat } from '../text/format.ts'
import { usePick, useText } from '../text/index.ts'
import { CarsInside } from './CarsInside.tsx'
import { Checks } from './Checks.tsx'
import { Exemptions } from './Exemptions.tsx'
import { Lot } from './Lot.tsx'
import { SignOff } from './SignOff.tsx'
import { TotalsLine } from './TotalsLine.tsx'

/** The parking operator's page: every exemption and what became of it, and the lot as the gate tells it. */
export default function Parking() {
  const say = useText('parking')
  return <StaffGate title={say('title')}>{(staff, me) => <Place staff={staff} me={me} />}</StaffGate>
}

function Place({ staff, me }: { staff: Staff; me: Me }) {
  const say = useText('parking')
  const pick = usePick()
  const [hallId, setHallId] = useState(staff.hallIds[0])
  const [lotId, setLotId] = useState(staff.lotIds[0])
  const format = useFormat()
  const now = useNow()
  return (
    <main className="parking">
      <header>
        <h1>{say('title')}</h1>
        {me.halls.length > 1 && (
          <label>
            <span className="unseen">{say('hall')}</span>
            <select value={hallId} onChange={event => setHallId(event.target.value)} data-testid="choose-hall">
              {me.halls.map(hall => (
                <option key={hall.hallId} value={hall.hallId}>
                  {pick({ zh: hall.name, en: hall.nameEn })}
                </option>
              ))}
            </select>
          </label>
        )}
        {staff.lotIds.length > 1 && (
          <label>
            <span className="unseen">{say('lot')}</span>
            <select value={lotId} onChange={event => setLotId(event.target.value)} data-testid="choose-lot">
              {staff.lotIds.map(id => (
                <option key={id}>{id}</option>
              ))}
            </select>
          </label>
        )}
        <span className="parking-who">
          {staff.name} <time className="figure">{format.seconds(now)}</time>
        </span>
        <LinkBadge />
        <LanguageSwitch />
        <LogOut />
      </header>
      {hallId === undefined || lotId === undefined ? (
        <p className="notice warn">{say('noLot')}</p>
      ) : (
        <Books key={`${hallId} ${lotId}`} hallId={hallId} lotId={lotId} />
      )}
    </main>
  )
}

function Books({ hallId, lotId }: { hallId: string; lotId: string }) {
  const hall = useRoom(`hall:${hallId}`, 'parking')
  const lot = useRoom(`lot:${lotId}`, 'parking')
  const refused = hall.refused ?? lot.refused
  if (refused) return <RefusedNotice refused={refused} />
  if (hall.held === undefined || lot.held === undefined) return <Waiting />
  const { stays, foreign } = lot.held.screen
  return (
    <div className="parking-books" data-testid="parking-books" data-seq={hall.held.seq} data-lot-seq={lot.held.seq}>
      <SignOff lot={lot.held.screen.lot} />
      <Lot screen={lot.held.screen} />
      <TotalsLine exemptions={hall.held.screen.exemptions} />
      <Checks mismatches={hall.held.screen.mismatches} foreign={foreign} stays={stays} />
      <Exemptions screen={hall.held.screen} />
      <CarsInside stays={stays} />
    </div>
  )
}
