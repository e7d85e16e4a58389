import { booksText } from '../text/books/index.ts'
import { boothText } from '../text/booth/index.ts'
import { parkingText } from '../text/parking/index.ts'
import './booth.css'
import { useState } from 'react'
import { useRoom } from '../hub/connect.ts'
import type { Me } from '../hub/http.ts'
import { DeskHead, HallChoice, LotChoice } from '../parts/desk/DeskHead.tsx'
import { type Staff, StaffGate } from '../parts/gate/StaffGate.tsx'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { Waiting } from '../parts/Waiting.tsx'
import { useText } from '../text/index.ts'
import { Car } from './Car.tsx'
import { carsMeant } from './find.ts'
import { Link } from './Link.tsx'

/** The booth's page: one field, and what is to be said to the driver who waits at the barrier. */
export default function Booth() {
  const say = useText(boothText)
  return <StaffGate title={say('title')}>{(staff, me) => <Place staff={staff} me={me} />}</StaffGate>
}

function Place({ staff, me }: { staff: Staff; me: Me }) {
  const say = useText(boothText)
  const toParking = useText(parkingText)
  const toBooks = useText(booksText)
  const [hallId, setHallId] = useState(staff.hallIds[0])
  const [lotId, setLotId] = useState(staff.lotIds[0])
  return (
    <main className="booth">
      <DeskHead
        title={say('title')}
        staff={staff}
        ways={[
          { href: '/parking', word: toParking('title') },
          { href: '/books', word: toBooks('toBooks') },
        ]}
      >
        <HallChoice halls={me.halls} label={toParking('hall')} value={hallId} choose={setHallId} />
        <LotChoice lotIds={staff.lotIds} label={toParking('lot')} value={lotId} choose={setLotId} />
      </DeskHead>
      {hallId === undefined || lotId === undefined ? (
        <p className="notice warn">{toParking('noLot')}</p>
      ) : (
        <Look key={`${hallId} ${lotId}`} hallId={hallId} lotId={lotId} />
      )}
    </main>
  )
}

function Look({ hallId, lotId }: { hallId: string; lotId: string }) {
  const say = useText(boothText)
  const hall = useRoom(`hall:${hallId}`, 'parking')
  const lot = useRoom(`lot:${lotId}`, 'parking')
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<string>()
  const refused = hall.refused ?? lot.refused
  if (refused) return <RefusedNotice refused={refused} />
  if (hall.held === undefined || lot.held === undefined) return <Waiting />
  const { exemptions, withheld } = hall.held.screen
  const found = carsMeant(text, { exemptions, withheld, stays: lot.held.screen.stays })
  // One answer is opened by itself, and the first where a whole plate was typed.
  const open = found?.find(one => one.key === chosen) ?? (found?.[0]?.how === 'plate' ? found[0] : only(found))
  return (
    <div className="booth-look" data-testid="booth" data-seq={hall.held.seq} data-lot-seq={lot.held.seq}>
      <Link lot={lot.held.screen.lot} />
      <label className="booth-ask">
        <span>{say('ask')}</span>
        <input
          type="search"
          value={text}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={16}
          onChange={event => {
            setText(event.target.value)
            setChosen(undefined)
          }}
          data-testid="booth-text"
          // biome-ignore lint/a11y/noAutofocus: a car waits; the page has one field.
          autoFocus
        />
        <small>{say('askHint')}</small>
      </label>
      <p className="unseen" aria-live="polite">
        {found && say('foundTally', { count: found.length })}
      </p>
      {found?.length === 0 && (
        <div className="notice warn" data-testid="booth-none">
          <strong>{say('none')}</strong>
          <span>{say('noneToDo')}</span>
        </div>
      )}
      {found?.map(one => (
        <Car key={one.key} found={one} open={one === open} onOpen={() => setChosen(one.key)} />
      ))}
    </div>
  )
}

const only = <T,>(list: readonly T[] | undefined): T | undefined => (list?.length === 1 ? list[0] : undefined)
