import { TOLD_TOGETHER } from '@pingting/contract/words/levels'
import type { HallFrame, HallHead } from '@pingting/contract/words/screen'
import { instantOf, localHourOf } from '@pingting/contract/words/time'
import { ChannelChart } from '../../charts/ChannelChart.tsx'
import { HourChart } from '../../charts/HourChart.tsx'
import { LevelChart } from '../../charts/LevelChart.tsx'
import { useNow } from '../../hub/store.ts'
import { Both } from '../../parts/Both.tsx'
import { boardText } from '../../text/board/index.ts'
import { useFormat } from '../../text/format.ts'
import { usePick, useText } from '../../text/index.ts'
import { type BoardWord, Figure } from './Figure.tsx'

interface Props {
  hall: HallHead | undefined
  frame: HallFrame | undefined
}

/** Today in figures; each comes from the hub's latest frame, and "—" stands where there is nothing to divide by. */
export function Figures({ hall, frame }: Props) {
  return (
    <div className="board-figures">
      <Waits frame={frame} />
      <ByService hall={hall} frame={frame} />
      <Satisfaction frame={frame} />
      <Channels frame={frame} />
      <Hours frame={frame} />
      <Parking hall={hall} frame={frame} />
    </div>
  )
}

function Waits({ frame }: { frame: HallFrame | undefined }) {
  const say = useText(boardText)
  const format = useFormat()
  const now = useNow()
  const oldest = frame?.oldestWaitingSince
  const counts: [BoardWord, number | undefined, string][] = [
    ['countersOpen', frame?.countersOpenTally, 'counters-open'],
    ['taken', frame?.takenTally, 'taken-tally'],
    ['serving', frame?.servingTally, 'serving-tally'],
    ['completed', frame?.completedTally, 'completed-tally'],
    ['evaluated', frame?.evaluationTally, 'evaluation-tally'],
  ]
  return (
    <section className="board-card board-waits" aria-label={say('today')}>
      <Figure word="averageWait" value={format.span(frame?.averageWaitSeconds)} testId="average-wait" />
      <Figure
        word="oldestWait"
        value={oldest === undefined ? '—' : format.span((now - Date.parse(oldest)) / 1000)}
        testId="oldest-wait"
      />
      <Figure word="averageService" value={format.span(frame?.averageServiceSeconds)} testId="average-service" />
      {counts.map(([word, value, testId]) => (
        <Figure key={word} word={word} value={format.number(value)} testId={testId} />
      ))}
    </section>
  )
}

/** A hall of more services has them in two columns. */
const ONE_COLUMN_MAX = 10

function ByService({ hall, frame }: Props) {
  const pick = usePick()
  const format = useFormat()
  return (
    <section className="board-card board-by-service">
      <h2>
        <Both part={boardText} word="waitingByService" />
      </h2>
      <ul
        className={(hall?.services.length ?? 0) > ONE_COLUMN_MAX ? 'board-services many' : 'board-services'}
        data-testid="waiting-by-service"
      >
        {hall?.services.map(service => (
          <li key={service.code} data-service={service.code}>
            <b className="figure">{service.prefix}</b>
            <span>{pick(service)}</span>
            <strong className="figure board-service-tally">
              {format.number(frame?.waitingByService[service.code] ?? 0)}
            </strong>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Levels come in whole batches, which the card says: a rating just given shows in the tally at once, here later. */
function Satisfaction({ frame }: { frame: HallFrame | undefined }) {
  const say = useText(boardText)
  const format = useFormat()
  return (
    <section className="board-card board-satisfaction" data-testid="satisfaction">
      <Figure word="activeGood" value={format.share(frame?.rates.activeGood)} testId="active-good" large />
      <p className="board-batches">{say('levelsInBatches', { count: TOLD_TOGETHER })}</p>
      {frame && <LevelChart byLevel={frame.byLevel} />}
    </section>
  )
}

function Parking({ hall, frame }: Props) {
  const say = useText(boardText)
  const format = useFormat()
  return (
    <section className="board-card board-parking" data-testid="parking">
      <h2>
        <Both part={boardText} word="parking" />
      </h2>
      <p>{hall && say('parkingOffer', { minutes: hall.freeMinutes })}</p>
      <div>
        <Figure word="spacesLeft" value={format.number(frame?.spacesLeft)} testId="spaces-left" large />
        <Figure word="exemptionsToday" value={format.number(frame?.exemptionTally)} testId="exemption-tally" />
        <Figure word="freeMinutesToday" value={format.number(frame?.freeMinutesGiven)} testId="free-minutes" />
      </div>
    </section>
  )
}

function Hours({ frame }: { frame: HallFrame | undefined }) {
  const hourNow = localHourOf(instantOf(useNow()))
  return (
    <section className="board-card board-hours">
      <h2>
        <Both part={boardText} word="hours" />
      </h2>
      {frame && <HourChart byHour={frame.byHour} hourNow={hourNow} />}
    </section>
  )
}

function Channels({ frame }: { frame: HallFrame | undefined }) {
  return (
    <section className="board-card board-channels">
      <h2>
        <Both part={boardText} word="channels" />
      </h2>
      {frame && <ChannelChart byChannel={frame.byChannel} />}
    </section>
  )
}
