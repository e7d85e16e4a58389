import { appointmentsText } from '../text/appointments/index.ts'
import { booksText } from '../text/books/index.ts'
import { policiesText } from '../text/policies/index.ts'
import './policies.css'
import { inForceOn } from '@pingting/contract/words/parking/policies'
import { businessDayOf, instantOf } from '@pingting/contract/words/time'
import { useState } from 'react'
import { useRoom } from '../hub/connect.ts'
import type { Me } from '../hub/http.ts'
import { useNow } from '../hub/store.ts'
import { DeskHead, HallChoice } from '../parts/desk/DeskHead.tsx'
import { type Staff, StaffGate } from '../parts/gate/StaffGate.tsx'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { Waiting } from '../parts/Waiting.tsx'
import { usePick, useText } from '../text/index.ts'
import { NewVersion } from './NewVersion.tsx'
import { Versions } from './Versions.tsx'

/** What a hall gives for an evaluation: in force, to come, gone; and how another is tried and adopted. */
export default function Policies() {
  const say = useText(policiesText)
  return <StaffGate title={say('title')}>{(staff, me) => <Place staff={staff} me={me} />}</StaffGate>
}

function Place({ staff, me }: { staff: Staff; me: Me }) {
  const say = useText(policiesText)
  const toOthers = useText(booksText)
  const toAppointments = useText(appointmentsText)
  const [hallId, setHallId] = useState(me.halls[0]?.hallId ?? staff.hallIds[0])
  return (
    <main className="policies">
      <DeskHead
        title={say('title')}
        staff={staff}
        ways={[
          { href: '/parking', word: toOthers('toParking') },
          { href: '/books', word: toOthers('toBooks') },
          { href: '/appointments', word: toAppointments('title') },
        ]}
      >
        <HallChoice halls={me.halls} label={say('hall')} value={hallId} choose={setHallId} />
      </DeskHead>
      {hallId === undefined ? (
        <p className="notice warn">{say('noHall')}</p>
      ) : (
        <OfHall key={hallId} hallId={hallId} staff={staff} />
      )}
    </main>
  )
}

function OfHall({ hallId, staff }: { hallId: string; staff: Staff }) {
  const say = useText(policiesText)
  const pick = usePick()
  const today = businessDayOf(instantOf(useNow()))
  const { held, refused } = useRoom(`hall:${hallId}`, 'parking')
  if (refused) return <RefusedNotice refused={refused} />
  if (held === undefined) return <Waiting />
  const { hall, policies = [] } = held.screen
  const inForce = inForceOn(policies, today)
  if (inForce === undefined) return <p className="notice warn">{say('none')}</p>
  const keeps = staff.role === 'manager' || staff.role === 'admin'
  return (
    <div className="policies-parts" data-testid="policies" data-seq={held.seq}>
      {hall && <h2>{pick({ zh: hall.name, en: hall.nameEn })}</h2>}
      <Versions hallId={hallId} policies={policies} today={today} keeps={keeps} />
      {keeps ? (
        <NewVersion hallId={hallId} policies={policies} inForce={inForce.policy} today={today} />
      ) : (
        <p className="notice" data-testid="read-only">
          {say('readOnly')}
        </p>
      )}
    </div>
  )
}
