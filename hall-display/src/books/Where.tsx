import { booksText } from '../text/books/index.ts'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/index.ts'
import { storyOf } from './rows.ts'

interface Props {
  row: { key: string; stayId?: string; laneId?: string; exitedAt?: string; exemptionId?: string }
  /** Turns to the story of an exemption. */
  tell(exemptionId: string): void
}

/** Which car, by which lane and when, as far as it is known, and the way to the whole story. */
export function Where({ row, tell }: Props) {
  const say = useText(booksText)
  const format = useFormat()
  const { key, stayId, laneId, exitedAt } = row
  const exemptionId = storyOf(row)
  const places = [
    stayId === undefined ? [] : say('atStay', { stay: stayId }),
    laneId === undefined ? [] : say('atLane', { lane: laneId }),
    exitedAt === undefined ? [] : say('atExit', { at: format.dayAndSeconds(exitedAt) }),
  ].flat()
  return (
    <p className="break-where" data-testid="break-where">
      {places.length > 0 && <span>{places.join(' · ')}</span>}
      {exemptionId !== undefined && (
        <button type="button" className="button quiet" onClick={() => tell(exemptionId)} data-testid="to-story">
          {say('toStory')}
        </button>
      )}
      <code className="break-key">{key}</code>
    </p>
  )
}
