import { booksText } from '../text/books/index.ts'
import { policiesText } from '../text/policies/index.ts'
import './books.css'
import './print.css'
import { useState } from 'react'
import { useRoom } from '../hub/connect.ts'
import { DeskHead, LotChoice } from '../parts/desk/DeskHead.tsx'
import { type Staff, StaffGate } from '../parts/gate/StaffGate.tsx'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { Waiting } from '../parts/Waiting.tsx'
import { usePick, useText } from '../text/index.ts'
import { Breaks } from './breaks/Breaks.tsx'
import { Closing } from './closing/Closing.tsx'
import { Endings } from './ended/Endings.tsx'
import { DayFile } from './file/DayFile.tsx'
import { STORY, Story } from './story/Story.tsx'
import { Uses } from './uses/Uses.tsx'

/** Where hall and car park settle their accounts: what does not fit, and the close of a day. */
export default function Books() {
  const say = useText(booksText)
  return <StaffGate title={say('title')}>{staff => <Place staff={staff} />}</StaffGate>
}

function Place({ staff }: { staff: Staff }) {
  const say = useText(booksText)
  const toPolicies = useText(policiesText)
  const [lotId, setLotId] = useState(staff.lotIds[0])
  return (
    <main className="books">
      <DeskHead
        title={say('title')}
        staff={staff}
        ways={[
          { href: '/parking', word: say('toParking') },
          { href: '/policies', word: toPolicies('toPolicies') },
        ]}
      >
        <LotChoice lotIds={staff.lotIds} label={say('lot')} value={lotId} choose={setLotId} />
      </DeskHead>
      {lotId === undefined ? (
        <p className="notice warn">{say('noLot')}</p>
      ) : (
        <OfLot key={lotId} lotId={lotId} staff={staff} />
      )}
    </main>
  )
}

function OfLot({ lotId, staff }: { lotId: string; staff: Staff }) {
  const pick = usePick()
  const { held, refused } = useRoom(`lot:${lotId}`, 'parking')
  const [story, setStory] = useState(() => new URLSearchParams(location.search).get('exemption') ?? '')
  if (refused) return <RefusedNotice refused={refused} />
  if (held === undefined) return <Waiting />
  const { lot, breaks, closings } = held.screen
  const tell = (exemptionId: string): void => {
    setStory(exemptionId)
    document.getElementById(STORY)?.focus()
  }
  return (
    <div className="books-parts" data-testid="books" data-seq={held.seq}>
      {lot && <h2 className="books-lot">{pick({ zh: lot.name, en: lot.nameEn })}</h2>}
      <Breaks lotId={lotId} breaks={breaks} staff={staff} tell={tell} />
      <div className="books-side">
        <Closing lotId={lotId} breaks={breaks} closings={closings} staff={staff} />
        <DayFile lotId={lotId} staff={staff} />
      </div>
      <Story lotId={lotId} text={story} setText={setStory} staff={staff} />
      <Endings lotId={lotId} news={Object.keys(breaks).join(' ')} tell={tell} />
      <Uses lotId={lotId} />
    </div>
  )
}
