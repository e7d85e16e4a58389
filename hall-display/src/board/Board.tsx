import { boardText } from '../text/board/index.ts'
import './board.css'
import './figures/figures.css'
import './wall.css'
import { useEffect } from 'react'
import { connect, useRoom } from '../hub/connect.ts'
import { type Pairing, pairingOfPage } from '../hub/devices.ts'
import { type Reply, socketTicket } from '../hub/http.ts'
import type { Held } from '../hub/place.ts'
import { useTitle } from '../parts/page.ts'
import { useWakeLock } from '../parts/standing/wake-lock.ts'
import { Waiting } from '../parts/Waiting.tsx'
import { useText } from '../text/index.ts'
import { useVoice } from '../voice/use-voice.ts'
import { ChooseHall } from './ChooseHall.tsx'
import { CallList } from './calls/CallList.tsx'
import { Figures } from './figures/Figures.tsx'
import { BoardHead } from './head/BoardHead.tsx'
import { Notice } from './Notice.tsx'

/** The big screen of the hall. The public audience needs no credential, so a board may open by its hall alone. */
export default function Board() {
  const pairing = pairingOfPage()
  const hallId = pairing?.hallId ?? new URLSearchParams(location.search).get('hall')
  if (hallId === null) return <ChooseHall />
  return <HallBoard hallId={hallId} pairing={pairing} />
}

/** A paired board says which one it is, so that a manager sees that it is there; a revoked one shows what is public all the same. */
async function comeAs({ credential }: Pairing): Promise<Reply<{ ticket?: string }>> {
  const reply = await socketTicket(credential)
  return reply.ok || reply.code !== 'access.unknown' ? reply : { ok: true, value: {} }
}

function HallBoard({ hallId, pairing }: { hallId: string; pairing: Pairing | undefined }) {
  const say = useText(boardText)
  useTitle(say('title'))
  useWakeLock()
  // biome-ignore lint/correctness/useExhaustiveDependencies: one socket for the page, as what it was opened.
  useEffect(() => connect(pairing && (() => comeAs(pairing))), [])
  const { held, refused } = useRoom(`hall:${hallId}`, 'public')
  if (refused) return <ChooseHall refused={refused} />
  if (held === undefined) return <Waiting />
  return <Wall hallId={hallId} held={held} />
}

/** Stands only once there is something to show: what is called from then on is news, and is said. */
function Wall({ hallId, held }: { hallId: string; held: Held }) {
  const { hall, calls, counters } = held.screen
  const frame = held.frame?.kind === 'hall' ? held.frame : undefined
  const voice = useVoice(hallId, calls, counterId => counters[counterId]?.label ?? counterId)
  return (
    <main className="board" data-testid="board" data-seq={held.seq} data-epoch={held.epoch}>
      <BoardHead hall={hall} gateUsable={frame?.gateUsable} voice={voice} />
      <CallList calls={calls} counters={counters} waitingTally={frame?.waitingTally} saying={voice.saying} />
      <Figures hall={hall} frame={frame} />
      <Notice hallId={hallId} hall={hall} notice={voice.card?.notice} />
    </main>
  )
}
