import { booksText } from '../text/books/index.ts'
import { breakNameCodes } from '../text/breaks/index.ts'
import './finder.css'
import { type ReactNode, useId } from 'react'
import { useText, useWords } from '../text/index.ts'
import { byClass, type Sought } from './rows.ts'

interface Props {
  rows: readonly { matchClass: string }[]
  sought: Sought
  seek(sought: Sought): void
  children?: ReactNode
}

/** Looks through a list by class and by words. */
export function Finder({ rows, sought, seek, children }: Props) {
  const say = useText(booksText)
  const nameOf = useWords(breakNameCodes)
  const id = useId()
  const classes = byClass(rows)
  const isGone = sought.matchClass !== '' && !classes.some(([matchClass]) => matchClass === sought.matchClass)
  return (
    <div className="finder">
      {children}
      <label htmlFor={`${id}-class`}>{say('class')}</label>
      <select
        id={`${id}-class`}
        value={sought.matchClass}
        onChange={event => seek({ ...sought, matchClass: event.target.value })}
        data-testid="find-class"
      >
        <option value="">{say('allClasses', { count: rows.length })}</option>
        {isGone && <option value={sought.matchClass}>{sought.matchClass}</option>}
        {classes.map(([matchClass, count]) => (
          <option key={matchClass} value={matchClass}>
            {say('ofClass', { matchClass, name: nameOf(matchClass), count })}
          </option>
        ))}
      </select>
      <label htmlFor={`${id}-text`}>{say('find')}</label>
      <input
        id={`${id}-text`}
        type="search"
        value={sought.text}
        maxLength={64}
        placeholder={say('findHint')}
        onChange={event => seek({ ...sought, text: event.target.value })}
        data-testid="find-text"
      />
    </div>
  )
}
