import type { Refused } from '@pingting/contract'
import { type FormEvent, useCallback, useEffect, useId, useState } from 'react'
import { ask } from '../../hub/http.ts'
import type { Staff } from '../../parts/gate/StaffGate.tsx'
import { RefusedNotice } from '../../parts/RefusedNotice.tsx'
import { booksText, momentCodes } from '../../text/books/index.ts'
import { exemptionCodes } from '../../text/exemptions/index.ts'
import { useFormat } from '../../text/format.ts'
import { useText, useWords } from '../../text/index.ts'
import { isExemptionKey } from '../breaks/begun.ts'
import { Dispute } from './Dispute.tsx'
import { Said } from './Said.tsx'
import { lineOf, type Moment } from './settled.ts'

/** Where whoever asks for a story is led. */
export const STORY = 'story'

interface OfPlate {
  exemptionId: string
  businessDay: string
  status: string
  grantedAt: string
}
interface Told {
  moments?: Moment[]
  exemptions?: OfPlate[]
  refused?: Refused
}

interface Props {
  lotId: string
  /** What is asked for: a plate, or the number of an exemption. */
  text: string
  setText(text: string): void
  staff: Staff
}

/** One exemption from the ticket it was earned with to what the books made of it; a plate finds those it had. */
export function Story({ lotId, text, setText, staff }: Props) {
  const say = useText(booksText)
  const id = useId()
  const [told, setTold] = useState<Told>({})
  const asked = text.trim()
  const key = asked.toLowerCase()
  const lot = `/api/lots/${encodeURIComponent(lotId)}`
  const look = useCallback(async (): Promise<void> => {
    if (!isExemptionKey(key)) return
    const reply = await ask<{ moments: Moment[] }>(`${lot}/story?exemption=${encodeURIComponent(key)}`)
    setTold(reply.ok ? { moments: reply.value.moments } : { refused: reply })
  }, [key, lot])
  useEffect(() => {
    void look()
  }, [look])
  const find = async (): Promise<void> => {
    const reply = await ask<{ exemptions: OfPlate[] }>(`${lot}/stories`, { body: { plate: asked } })
    setTold(reply.ok ? { exemptions: reply.value.exemptions } : { refused: reply })
  }
  const line = told.moments && lineOf(key, told.moments)
  const send = (event: FormEvent): void => {
    event.preventDefault()
    void (isExemptionKey(key) ? look() : find())
  }
  return (
    <section className="card story" aria-label={say('story')} id={STORY} tabIndex={-1}>
      <form onSubmit={send}>
        <h3>{say('story')}</h3>
        <label htmlFor={id}>{say('storyKey')}</label>
        <input
          id={id}
          value={text}
          maxLength={64}
          onChange={event => setText(event.target.value)}
          data-testid="story-key"
        />
        <button type="submit" className="button" disabled={asked === ''} data-testid="story-look">
          {say('storyLook')}
        </button>
      </form>
      <RefusedNotice refused={told.refused} />
      {told.exemptions && <OfPlateList exemptions={told.exemptions} choose={setText} />}
      {told.moments && <TimeLine moments={told.moments} />}
      {line && <Dispute key={key} lotId={lotId} line={line} staff={staff} raised={() => void look()} />}
    </section>
  )
}

function OfPlateList({ exemptions, choose }: { exemptions: readonly OfPlate[]; choose: (key: string) => void }) {
  const say = useText(booksText)
  const format = useFormat()
  const statusOf = useWords(exemptionCodes)
  if (exemptions.length === 0) return <p role="status">{say('storyNone')}</p>
  return (
    <ul className="of-plate" data-testid="of-plate">
      {exemptions.map(({ exemptionId, grantedAt, status }) => (
        <li key={exemptionId}>
          <button type="button" className="button" onClick={() => choose(exemptionId)}>
            <time className="figure">{format.dayAndSeconds(grantedAt)}</time> {statusOf(status)}
          </button>
        </li>
      ))}
    </ul>
  )
}

function TimeLine({ moments }: { moments: readonly Moment[] }) {
  const format = useFormat()
  const nameOf = useWords(momentCodes)
  return (
    <ol className="time-line" data-testid="story" data-count={moments.length}>
      {moments.map((moment, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: moments of one story stand still, and two may be alike.
        <li key={place} data-type={moment.type}>
          <time className="figure">{format.dayAndSeconds(moment.at)}</time>
          <strong>{nameOf(moment.type)}</strong>
          <span>
            <Said said={moment.said} />
          </span>
        </li>
      ))}
    </ol>
  )
}
