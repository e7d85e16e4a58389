import { booksText } from '../text/books/index.ts'
import { boothText } from '../text/booth/index.ts'
import { parkingText } from '../text/parking/index.ts'
import { policiesText } from '../text/policies/index.ts'
import './parking.css'
import { useState } from 'react'
import { useRoom } from '../hub/connect.ts'
import type { Me } from '../hub/http.ts'
import { DeskHead, HallChoice, LotChoice } from '../parts/desk/DeskHead.tsx'
import { type Staff, StaffGate } from '../parts/gate/StaffGate.tsx'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { Waiting } from '../parts/Waiting.tsx'
import { useText } from '../text/index.ts'
import { CarsInside } from './CarsInside.tsx'
import { Checks } from './Checks.tsx'
import { Exemptions } from './Exemptions.tsx'
import { Incidents } from './gate/Incidents.tsx'
import { Review } from './gate/Review.tsx'
import { Unable } from './gate/Unable.tsx'
import { Lot } from './Lot.tsx'
import { SignOff } from './SignOff.tsx'
import { TotalsLine } from './TotalsLine.tsx'

/** The parking operator's page: every exemption and what became of it, and the lot as the gate tells it. */
export default function Parking() {
  const say = useText(parkingText)
  return <StaffGate title={say('title')}>{(staff, me) => <Place staff={staff} me={me} />}</StaffGate>
}

function Place({ staff, me }: { staff: Staff; me: Me }) {
  const say = useText(parkingText)
  const toBooks = useText(booksText)
  const toBooth = useText(boothText)
  const toPolicies = useText(policiesText)
  const [hallId, setHallId] = useState(staff.hallIds[0])
  const [lotId, setLotId] = useState(staff.lotIds[0])
  return (
    <main className="parking">
      <DeskHead
        title={say('title')}
        staff={staff}
        ways={[
          { href: '/booth', word: toBooth('title') },
          { href: '/books', word: toBooks('toBooks') },
          { href: '/policies', word: toPolicies('toPolicies') },
        ]}
      >
        <HallChoice halls={me.halls} label={say('hall')} value={hallId} choose={setHallId} />
        <LotChoice lotIds={staff.lotIds} label={say('lot')} value={lotId} choose={setLotId} />
      </DeskHead>
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
      <div className="notices">
        <SignOff lot={lot.held.screen.lot} />
        <Unable frame={lot.held.frame} policies={hall.held.screen.policies} />
        <Incidents lot={lot.held.screen.lot} exemptions={hall.held.screen.exemptions} />
      </div>
      <Lot screen={lot.held.screen} />
      <TotalsLine exemptions={hall.held.screen.exemptions} />
      <Review lotId={lotId} stays={stays} />
      <Checks mismatches={hall.held.screen.mismatches} foreign={foreign} stays={stays} />
      <Exemptions {...{ hallId, lotId, stays }} screen={hall.held.screen} />
      <CarsInside stays={stays} />
    </div>
  )
}
