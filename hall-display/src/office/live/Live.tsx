import { LevelChart } from '../../charts/LevelChart.tsx'
import { useRoom } from '../../hub/connect.ts'
import { RefusedNotice } from '../../parts/RefusedNotice.tsx'
import { Waiting } from '../../parts/Waiting.tsx'
import { usePick, useText } from '../../text/index.ts'
import { officeText } from '../../text/office/index.ts'
import { Cases } from '../cases/Cases.tsx'
import { Counters } from './Counters.tsx'
import { Queues } from './Queues.tsx'
import { Today } from './Today.tsx'

/** The hall as it is: figures, counters, services, and bad ratings as they come. */
export function Live({ hallId, staffId }: { hallId: string; staffId: string }) {
  const say = useText(officeText)
  const pick = usePick()
  const { held, refused } = useRoom(`hall:${hallId}`, 'office')
  if (refused) return <RefusedNotice refused={refused} />
  if (held === undefined) return <Waiting />
  const { screen } = held
  const { hall } = screen
  const frame = held.frame?.kind === 'office' ? held.frame : undefined
  return (
    <div className="office-live" data-testid="office" data-seq={held.seq}>
      {hall && <h2>{pick({ zh: hall.name, en: hall.nameEn })}</h2>}
      <Today hall={hall} frame={frame} tickets={screen.tickets} />
      <div className="office-side">
        <Counters screen={screen} frame={frame} />
        <section className="card office-levels" aria-label={say('levels')}>
          <h3>{say('levels')}</h3>
          {frame && <LevelChart byLevel={frame.today.byLevel} />}
        </section>
      </div>
      <div className="office-side">
        <Cases hallId={hallId} staffId={staffId} hall={hall} cases={screen.cases ?? []} figures={frame?.cases} />
        <Queues hall={hall} tickets={screen.tickets} frame={frame} />
      </div>
    </div>
  )
}
