import { TOLD_TOGETHER } from '@pingting/contract/words/levels'
import type { HallFrame, HallHead } from '@pingting/contract/words/screen'
import { memo } from 'react'
import { ChannelChart } from '../../charts/ChannelChart.tsx'
import { useCalm } from '../../charts/calm.ts'
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

/**
 * Today in figures; each comes from the hub's latest frame, and "—" stands where there is nothing to divide by. Charts
 * follow every two seconds.
 */
export function Figures({ hall, frame }: Props) {
  const calm = useCalm(frame)
  return (
    <div className="board-figures">
      <Waits frame={frame} />
      <ByService hall={hall} frame={frame} />
      <Satisfaction activeGood={frame?.rates.activeGood} byLevel={calm?.byLevel} />
      <Channels byChannel={calm?.byChannel} />
      <Hours byHour={calm?.byHour} />
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
          <Service
            key={service.code}
            {...{ code: service.code, prefix: service.prefix, name: pick(service) }}
            waiting={format.number(frame?.waitingByService[service.code] ?? 0)}
          />
        ))}
      </ul>
    </section>
  )
}

interface ServiceProps {
  code: string
  prefix: string
  name: string
  waiting: string
}

const Service = memo(function Service({ code, prefix, name, waiting }: ServiceProps) {
  return (
    <li data-service={code}>
      <b className="figure">{prefix}</b>
      <span>{name}</span>
      <strong className="figure board-service-tally">{waiting}</strong>
    </li>
  )
})

interface SatisfactionProps {
  activeGood: number | undefined
  byLevel: HallFrame['byLevel'] | undefined
}

/** Levels come in whole batches, which the card says: a rating just given shows in the tally at once, here later. */
function Satisfaction({ activeGood, byLevel }: SatisfactionProps) {
  const say = useText(boardText)
  const format = useFormat()
  return (
    <section className="board-card board-satisfaction" data-testid="satisfaction">
      <Figure word="activeGood" value={format.share(activeGood)} testId="active-good" large />
      <p className="board-batches">{say('levelsInBatches', { count: TOLD_TOGETHER })}</p>
      {byLevel && <LevelChart byLevel={byLevel} />}
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

const Hours = memo(function Hours({ byHour }: { byHour: HallFrame['byHour'] | undefined }) {
  return (
    <section className="board-card board-hours">
      <h2>
        <Both part={boardText} word="hours" />
      </h2>
      {byHour && <HourChart byHour={byHour} />}
    </section>
  )
})

const Channels = memo(function Channels({ byChannel }: { byChannel: HallFrame['byChannel'] | undefined }) {
  return (
    <section className="board-card board-channels">
      <h2>
        <Both part={boardText} word="channels" />
      </h2>
      {byChannel && <ChannelChart byChannel={byChannel} />}
    </section>
  )
})
