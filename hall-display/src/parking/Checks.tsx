import type { ForeignRow, MismatchRow, Screen } from '@pingting/contract/words/screen'
import { useFormat } from '../text/format.ts'
import { useText, useWords } from '../text/index.ts'
import { mismatchCodes, mismatchToDoCodes, parkingText } from '../text/parking/index.ts'

interface Props {
  mismatches: Screen['mismatches']
  foreign: Screen['foreign']
  stays: Screen['stays']
}

/** What gate and books do not agree on, newest first, and what a person does about it. Nothing while they agree. */
export function Checks({ mismatches, foreign, stays }: Props) {
  const say = useText(parkingText)
  const uses = Object.entries(mismatches).sort(([, a], [, b]) => (a.at < b.at ? 1 : -1))
  const unread = Object.entries(foreign).sort(([, a], [, b]) => (a.at < b.at ? 1 : -1))
  if (uses.length + unread.length === 0) return null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className="card checks" tabIndex={0} aria-label={say('checks')} data-testid="checks">
      <h2>{say('checksTally', { count: uses.length + unread.length })}</h2>
      <ul>
        {uses.map(([place, row]) => (
          <Use key={place} row={row} plate={stays[row.stayId]?.plate} />
        ))}
        {unread.map(([place, row]) => (
          <Unread key={place} row={row} />
        ))}
      </ul>
    </section>
  )
}

/** One record that told nothing, all that the gate had dropped before anybody recorded them, or a barrier opened by hand. */
function Unread({ row: { gateSeq, lostTo, rawType, release, at } }: { row: ForeignRow }) {
  const say = useText(parkingText)
  const format = useFormat()
  const kind = release !== undefined ? 'release' : lostTo !== undefined ? 'lost' : 'foreign'
  const said = {
    release: () => say(release === 'tailgate' ? 'tailgated' : 'released', { seq: gateSeq }),
    lost: () => say('factsLost', { from: gateSeq, to: lostTo ?? gateSeq }),
    foreign: () => say('foreign', { seq: gateSeq, type: rawType ?? say('foreignNameless') }),
  }
  return (
    <li data-check={kind} data-seq={gateSeq}>
      <strong>{said[kind]()}</strong>
      <span className="figure">{format.dayAndSeconds(at)}</span>
      <em>{say(({ release: 'releasedToDo', lost: 'factsLostToDo', foreign: 'foreignToDo' } as const)[kind])}</em>
    </li>
  )
}

function Use({ row, plate }: { row: MismatchRow; plate: string | undefined }) {
  const say = useText(parkingText)
  const mismatchWords = useWords(mismatchCodes)
  const toDoWords = useWords(mismatchToDoCodes)
  const format = useFormat()
  const amounts = { minutes: row.minutesApplied, waived: format.yuan(row.feeWaivedFen) }
  return (
    <li data-check={row.mismatch} data-id={row.exemptionId}>
      <strong>
        {plate ?? say('plateUnread')} {mismatchWords(row.mismatch)}
      </strong>
      <span className="figure">
        {format.dayAndSeconds(row.exitedAt)} {say('checkAmounts', amounts)}
      </span>
      <em>{toDoWords(row.mismatch)}</em>
    </li>
  )
}
