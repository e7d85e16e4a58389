import { officeText } from '../text/office/index.ts'
import './office.css'
import './sheet.css'
import { useState } from 'react'
import type { Me } from '../hub/http.ts'
import { DeskHead, HallChoice } from '../parts/desk/DeskHead.tsx'
import { type Staff, StaffGate } from '../parts/gate/StaffGate.tsx'
import { useText } from '../text/index.ts'
import { Back } from './back/Back.tsx'
import { Live } from './live/Live.tsx'

const VIEWS = ['live', 'back'] as const
type View = (typeof VIEWS)[number]

/** Kept in the address, so that a page that is loaded anew shows the same. */
const viewOfPage = (): View => VIEWS.find(one => one === new URLSearchParams(location.search).get('view')) ?? 'live'

function keepInAddress(view: View): void {
  const address = new URL(location.href)
  address.searchParams.set('view', view)
  history.replaceState(null, '', address)
}

/** Where those who manage a hall look: the floor as it is, and what days and weeks came to. */
export default function Office() {
  const say = useText(officeText)
  return <StaffGate title={say('title')}>{(staff, me) => <Place staff={staff} me={me} />}</StaffGate>
}

function Place({ staff, me }: { staff: Staff; me: Me }) {
  const say = useText(officeText)
  const [hallId, setHallId] = useState(me.halls[0]?.hallId ?? staff.hallIds[0])
  const manages = staff.role === 'manager' || staff.role === 'admin'
  const wall = hallId === undefined ? '/wall' : `/wall?hall=${encodeURIComponent(hallId)}`
  return (
    <main className="office">
      <DeskHead
        title={say('title')}
        staff={staff}
        ways={[
          { href: wall, word: say('toWall') },
          { href: '/policies', word: say('toPolicies') },
          { href: '/books', word: say('toBooks') },
        ]}
      >
        <HallChoice halls={me.halls} label={say('hall')} value={hallId} choose={setHallId} />
      </DeskHead>
      {!manages ? (
        <p className="notice warn" data-testid="not-yours">
          {say('notYours')}
        </p>
      ) : hallId === undefined ? (
        <p className="notice warn">{say('noHall')}</p>
      ) : (
        <OfHall key={hallId} hallId={hallId} staffId={staff.staffId} />
      )}
    </main>
  )
}

function OfHall({ hallId, staffId }: { hallId: string; staffId: string }) {
  const say = useText(officeText)
  const [view, setView] = useState(viewOfPage)
  const turn = (to: View): void => {
    keepInAddress(to)
    setView(to)
  }
  return (
    <>
      <nav className="office-views" aria-label={say('views')}>
        {VIEWS.map(one => (
          <button
            key={one}
            type="button"
            className={one === view ? 'button main' : 'button'}
            aria-pressed={one === view}
            onClick={() => turn(one)}
            data-testid={`view-${one}`}
          >
            {say(one)}
          </button>
        ))}
      </nav>
      {view === 'live' ? <Live hallId={hallId} staffId={staffId} /> : <Back hallId={hallId} />}
    </>
  )
}
