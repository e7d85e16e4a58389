import './desk-head.css'
import type { ReactNode } from 'react'
import type { Me } from '../../hub/http.ts'
import { useNow } from '../../hub/store.ts'
import { useFormat } from '../../text/format.ts'
import { usePick } from '../../text/index.ts'
import { LogOut, type Staff } from '../gate/StaffGate.tsx'
import { LanguageSwitch } from '../LanguageSwitch.tsx'
import { LinkBadge } from '../LinkBadge.tsx'
import { ThemeSwitch } from '../theme/ThemeSwitch.tsx'

interface Props {
  title: string
  staff: Staff
  /** The desks beside this one. */
  ways: readonly { href: string; word: string }[]
  /** What is looked at, where there is a choice. */
  children?: ReactNode
}

/** The head of a desk: what it is, the way to the others, who sits there, and whether it is live. */
export function DeskHead({ title, staff, ways, children }: Props) {
  const format = useFormat()
  const now = useNow()
  return (
    <header className="desk-head">
      <h1>{title}</h1>
      {children}
      {ways.map(({ href, word }) => (
        <a key={href} className="button" href={href}>
          {word}
        </a>
      ))}
      <span className="desk-who">
        {staff.name} <time className="figure">{format.seconds(now)}</time>
      </span>
      <LinkBadge />
      <LanguageSwitch />
      <ThemeSwitch />
      <LogOut />
    </header>
  )
}

interface Choice {
  label: string
  value: string | undefined
  choose(id: string): void
}

/** Nothing where there is only one hall. */
export function HallChoice({ halls, label, value, choose }: Choice & { halls: Me['halls'] }) {
  const pick = usePick()
  if (halls.length < 2) return null
  return (
    <label>
      <span className="unseen">{label}</span>
      <select value={value} onChange={event => choose(event.target.value)} data-testid="choose-hall">
        {halls.map(hall => (
          <option key={hall.hallId} value={hall.hallId}>
            {pick({ zh: hall.name, en: hall.nameEn })}
          </option>
        ))}
      </select>
    </label>
  )
}

/** Nothing where there is only one car park. */
export function LotChoice({ lotIds, label, value, choose }: Choice & { lotIds: readonly string[] }) {
  if (lotIds.length < 2) return null
  return (
    <label>
      <span className="unseen">{label}</span>
      <select value={value} onChange={event => choose(event.target.value)} data-testid="choose-lot">
        {lotIds.map(id => (
          <option key={id}>{id}</option>
        ))}
      </select>
    </label>
  )
}
