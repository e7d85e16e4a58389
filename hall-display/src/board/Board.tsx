import { boardText } from '../text/board/index.ts'
import './board.css'
import { useEffect } from 'react'
import { connect, useRoom } from '../hub/connect.ts'
import { pairingOfPage } from '../hub/devices.ts'
import { useTitle } from '../parts/page.ts'
import { Waiting } from '../parts/Waiting.tsx'
import { useText } from '../text/index.ts'
import { BoardHead } from './BoardHead.tsx'
import { CallList } from './CallList.tsx'
import { ChooseHall } from './ChooseHall.tsx'
import { Figures } from './Figures.tsx'

/** The big screen of the hall. The public audience needs no credential, so a board may open by its hall alone. */
export default function Board() {
  const pairing = pairingOfPage()
  const hallId = pairing?.hallId ?? new URLSearchParams(location.search).get('hall')
  if (hallId === null) return <ChooseHall />
  return <HallBoard hallId={hallId} />
}

function HallBoard({ hallId }: { hallId: string }) {
  const say = useText(boardText)
  useTitle(say('title'))
  useEffect(() => connect(), [])
  const { held, refused } = useRoom(`hall:${hallId}`, 'public')
  if (refused) return <ChooseHall refused={refused} />
  if (held === undefined) return <Waiting />
  const frame = held.frame?.kind === 'hall' ? held.frame : undefined
  return (
    <main className="board" data-testid="board" data-seq={held.seq} data-epoch={held.epoch}>
      <BoardHead hall={held.screen.hall} gateUsable={frame?.gateUsable} />
      <CallList calls={held.screen.calls} counters={held.screen.counters} waitingTally={frame?.waitingTally} />
      <Figures hall={held.screen.hall} frame={frame} />
    </main>
  )
}
