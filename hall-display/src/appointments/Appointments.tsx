import { appointmentsText } from '../text/appointments/index.ts'
import './appointments.css'
import { useState } from 'react'
import { useRoom } from '../hub/connect.ts'
import type { Me } from '../hub/http.ts'
import { DeskHead, HallChoice } from '../parts/desk/DeskHead.tsx'
import { type Staff, StaffGate } from '../parts/gate/StaffGate.tsx'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { useText } from '../text/index.ts'
import { policiesText } from '../text/policies/index.ts'
import { CheckInDesk } from './CheckInDesk.tsx'
import { SlotLoads } from './SlotLoads.tsx'

/** How full the days are, and the desk where staff check in who comes without a kiosk. */
export default function Appointments() {
  const say = useText(appointmentsText)
  return <StaffGate title={say('title')}>{(staff, me) => <Place staff={staff} me={me} />}</StaffGate>
}

function Place({ staff, me }: { staff: Staff; me: Me }) {
  const say = useText(appointmentsText)
  const toOthers = useText(policiesText)
  const [hallId, setHallId] = useState(me.halls[0]?.hallId ?? staff.hallIds[0])
  const ways = staff.role === 'clerk' ? [] : [{ href: '/policies', word: toOthers('title') }]
  return (
    <main className="appointments">
      <DeskHead title={say('title')} staff={staff} ways={ways}>
        <HallChoice halls={me.halls} label={say('hall')} value={hallId} choose={setHallId} />
      </DeskHead>
      {hallId === undefined || staff.role === 'operator' ? (
        <p className="notice warn">{say('noHall')}</p>
      ) : (
        <OfHall key={hallId} hallId={hallId} />
      )}
    </main>
  )
}

function OfHall({ hallId }: { hallId: string }) {
  const { refused } = useRoom(`hall:${hallId}`, 'floor')
  if (refused) return <RefusedNotice refused={refused} />
  return (
    <div className="appointments-parts">
      <CheckInDesk hallId={hallId} />
      <SlotLoads hallId={hallId} />
    </div>
  )
}
