import type { Screen, TicketRow } from '@pingting/contract/words/screen'
import type { ReactNode } from 'react'
import { useNow } from '../../hub/store.ts'
import { counterText } from '../../text/counter/index.ts'
import { useFormat } from '../../text/format.ts'
import { usePick, useText, useWords } from '../../text/index.ts'
import { priorityCodes } from '../../text/queue/index.ts'

interface Props {
  row: TicketRow
  screen: Screen
  isNext?: boolean
  /** What can be done with it, or why nothing can. */
  children: ReactNode
}

export function Row({ row, screen, isNext = false, children }: Props) {
  const say = useText(counterText)
  const pick = usePick()
  const format = useFormat()
  const priorityWords = useWords(priorityCodes)
  const now = useNow()
  const service = screen.hall?.services.find(each => each.code === row.serviceCode)
  return (
    <li data-number={row.number} data-next={isNext}>
      <b className="figure">{row.number}</b>
      <span>
        {service ? pick(service) : row.serviceCode}
        {row.priority !== 'none' && <em className="desk-priority">{priorityWords(row.priority)}</em>}
        {isNext && <em className="desk-next">{say('isNext')}</em>}
      </span>
      <span className="figure">{format.span((now - Date.parse(row.takenAt)) / 1000)}</span>
      {children}
    </li>
  )
}
