import { adminText } from '../text/admin/index.ts'
import './admin.css'
import { useEffect, useState } from 'react'
import type { Me } from '../hub/http.ts'
import { DeskHead, HallChoice } from '../parts/desk/DeskHead.tsx'
import { type Staff, StaffGate } from '../parts/gate/StaffGate.tsx'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { Waiting } from '../parts/Waiting.tsx'
import { useText } from '../text/index.ts'
import { policiesText } from '../text/policies/index.ts'
import { Audit } from './audit/Audit.tsx'
import { Devices } from './devices/Devices.tsx'
import { Counters } from './hall/Counters.tsx'
import { HallForm } from './hall/HallForm.tsx'
import { Hours } from './hall/Hours.tsx'
import { Services } from './hall/Offers.tsx'
import { Parking, Tags } from './hall/ReadOnly.tsx'
import { RealName } from './hall/RealName.tsx'
import { WaitLimit } from './hall/WaitLimit.tsx'
import { People } from './staff/People.tsx'
import { Steps } from './steps/Steps.tsx'
import { type Told, useSetup } from './use-setup.ts'

/** What an admin sees; who keeps one hall as its manager sees what is his. */
const PARTS = [
  'steps',
  'hall',
  'services',
  'counters',
  'hours',
  'staff',
  'devices',
  'parking',
  'tags',
  'audit',
] as const
type Part = (typeof PARTS)[number]
const ADMINS_ONLY: ReadonlySet<Part> = new Set(['steps', 'staff', 'audit'])

/** Setting a hall up, and keeping it. */
export default function Admin() {
  const say = useText(adminText)
  return <StaffGate title={say('title')}>{(staff, me) => <Place staff={staff} me={me} />}</StaffGate>
}

function Place({ staff, me }: { staff: Staff; me: Me }) {
  const say = useText(adminText)
  const toOthers = useText(policiesText)
  const [hallId, setHallId] = useState(me.halls[0]?.hallId ?? staff.hallIds[0])
  const may = staff.role === 'admin' || staff.role === 'manager'
  return (
    <main className="admin">
      <DeskHead title={say('title')} staff={staff} ways={[{ href: '/policies', word: toOthers('toPolicies') }]}>
        <HallChoice halls={me.halls} label={say('name')} value={hallId} choose={setHallId} />
      </DeskHead>
      {!may && <p className="notice warn">{say('notYours')}</p>}
      {may && hallId === undefined && <p className="notice warn">{say('noHall')}</p>}
      {may && hallId !== undefined && <OfHall key={hallId} hallId={hallId} staff={staff} />}
    </main>
  )
}

function OfHall({ hallId, staff }: { hallId: string; staff: Staff }) {
  const say = useText(adminText)
  const isAdmin = staff.role === 'admin'
  const told = useSetup(hallId, isAdmin)
  const parts = PARTS.filter(part => isAdmin || !ADMINS_ONLY.has(part))
  const part = usePart(parts)
  if (told.setup === undefined) return told.refused ? <RefusedNotice refused={told.refused} /> : <Waiting />
  return (
    <div className="admin-parts" data-testid="admin">
      <nav aria-label={say('parts')}>
        <ul>
          {parts.map(each => (
            <li key={each}>
              <a href={`#${each}`} {...(each === part && { 'aria-current': 'page' })} data-testid={`part-${each}`}>
                {say(`part_${each}`)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <section className="card" aria-labelledby="admin-part" key={part}>
        <h2 id="admin-part">{say(`part_${part}`)}</h2>
        {told.refused && <p className="notice warn">{say('stale')}</p>}
        <One part={part} hallId={hallId} staff={staff} told={told} setup={told.setup} />
      </section>
    </div>
  )
}

const hashNow = (): string => location.hash.slice(1)

/** The part stands behind the #: it can be linked to, and back goes back. */
function usePart(parts: readonly Part[]): Part {
  const [hash, setHash] = useState(hashNow)
  useEffect(() => {
    const heard = (): void => setHash(hashNow())
    addEventListener('hashchange', heard)
    return () => removeEventListener('hashchange', heard)
  }, [])
  return parts.find(part => part === hash) ?? parts[0] ?? 'hall'
}

interface OneProps {
  part: Part
  hallId: string
  staff: Staff
  told: Told
  setup: NonNullable<Told['setup']>
}

function One({ part, hallId, staff, told, setup }: OneProps) {
  const own = { hallId, setup, isAdmin: staff.role === 'admin', again: told.again }
  const people = told.staff ?? []
  switch (part) {
    case 'steps':
      return <Steps setup={setup} staff={people} />
    case 'hall':
      return (
        <>
          <HallForm {...own} />
          <WaitLimit {...own} />
          {own.isAdmin && <RealName {...own} />}
        </>
      )
    case 'services':
      return <Services {...own} />
    case 'counters':
      return <Counters {...own} />
    case 'hours':
      return <Hours {...own} />
    case 'staff':
      return <People {...own} people={people} me={staff.staffId} />
    case 'devices':
      return <Devices {...own} />
    case 'parking':
      return <Parking setup={setup} />
    case 'tags':
      return <Tags />
    case 'audit':
      return <Audit hallId={hallId} people={people} />
  }
}
