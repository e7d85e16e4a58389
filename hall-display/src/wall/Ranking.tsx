import { type CounterRank, RANKED_FROM } from '@pingting/contract/words/office/frames'
import type { HallHead } from '@pingting/contract/words/screen'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/index.ts'
import { wallText } from '../text/wall/index.ts'
import { useNames } from './naming.ts'

/** As many as stand below each other on a wall. */
const ROWS_MAX = 16

interface Props {
  hall: HallHead | undefined
  ranking: readonly CounterRank[]
}

/** Counters with enough ratings, best first. Counters, and no person. */
export function Ranking({ hall, ranking }: Props) {
  const say = useText(wallText)
  const format = useFormat()
  const { counter } = useNames(hall)
  return (
    <section className="wall-card wall-ranking" aria-labelledby="wall-ranking">
      <h2 id="wall-ranking">{say('ranking')}</h2>
      {ranking.length === 0 && <p className="wall-none">{say('noRanking', { count: RANKED_FROM })}</p>}
      <ol data-testid="ranking">
        {ranking.slice(0, ROWS_MAX).map(({ counterId, ratings, activeGood }, place) => (
          <li key={counterId} data-counter={counterId}>
            <b className="figure">{place + 1}</b>
            <span>{counter(counterId)}</span>
            <small>{say('ratings', { count: ratings })}</small>
            <strong className="figure">{format.share(activeGood)}</strong>
          </li>
        ))}
      </ol>
      <p className="wall-note">{say('rankingNote', { count: RANKED_FROM })}</p>
    </section>
  )
}
