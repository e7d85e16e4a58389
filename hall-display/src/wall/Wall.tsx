import { wallText } from '../text/wall/index.ts'
import './wall.css'
import type { WallFrame } from '@pingting/contract/words/office/frames'
import type { HallHead } from '@pingting/contract/words/screen'
import { useRoom } from '../hub/connect.ts'
import { pairingOfPage } from '../hub/devices.ts'
import { DeviceGate } from '../parts/gate/DeviceGate.tsx'
import { StaffGate } from '../parts/gate/StaffGate.tsx'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { useWakeLock } from '../parts/standing/wake-lock.ts'
import { Waiting } from '../parts/Waiting.tsx'
import { useText } from '../text/index.ts'
import { Cases } from './Cases.tsx'
import { Devices } from './Devices.tsx'
import { Late, Missed } from './Lines.tsx'
import { Ranking } from './Ranking.tsx'
import { WallHead } from './WallHead.tsx'

/** What hangs in a manager's room: paired as a device it stays for good, else it is there for as long as a log-in lasts. */
export default function Wall() {
  const say = useText(wallText)
  if (pairingOfPage() !== undefined)
    return (
      <DeviceGate title={say('title')} kind="wall">
        {pairing => <OfHall hallId={pairing.hallId} />}
      </DeviceGate>
    )
  const asked = new URLSearchParams(location.search).get('hall')
  return (
    <StaffGate title={say('title')}>
      {(staff, me) => <OfHall hallId={asked ?? me.halls[0]?.hallId ?? staff.hallIds[0] ?? ''} />}
    </StaffGate>
  )
}

function OfHall({ hallId }: { hallId: string }) {
  useWakeLock()
  const { held, refused } = useRoom(`hall:${hallId}`, 'wall')
  if (refused)
    return (
      <main className="centred">
        <RefusedNotice refused={refused} />
      </main>
    )
  if (held?.frame?.kind !== 'wall') return <Waiting />
  return <Page hall={held.screen.hall} frame={held.frame} seq={held.seq} />
}

function Page({ hall, frame, seq }: { hall: HallHead | undefined; frame: WallFrame; seq: number }) {
  return (
    <main className="wall" data-testid="wall" data-seq={seq}>
      <WallHead hall={hall} frame={frame} />
      <Ranking hall={hall} ranking={frame.ranking} />
      <Late hall={hall} lateWaits={frame.lateWaits} />
      <Cases hall={hall} cases={frame.cases} />
      <Missed hall={hall} missed={frame.missed} />
      <Devices hall={hall} devices={frame.devices} gates={frame.gates} />
    </main>
  )
}
