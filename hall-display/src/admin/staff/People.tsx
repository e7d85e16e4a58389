import type { StaffRow } from '@pingting/contract/words/setup/setup'
import { useState } from 'react'
import { adminText, roleCodes, staffText } from '../../text/admin/index.ts'
import { useText, useWords } from '../../text/index.ts'
import type { PartProps } from '../form.tsx'
import { Assign } from './Assign.tsx'
import { Ending } from './Ending.tsx'
import { FirstPassword, type Handed } from './FirstPassword.tsx'
import { NewAccount } from './NewAccount.tsx'

interface Props extends PartProps {
  people: readonly StaffRow[]
  /** Who looks: nobody changes his own role. */
  me: string
}

/** The accounts of the city: what each may, and where. */
export function People(props: Props) {
  const { people } = props
  const say = useText(staffText)
  const [isAdding, setAdding] = useState(false)
  const [handed, setHanded] = useState<Handed>()
  return (
    <>
      <p className="what">{say('what')}</p>
      {handed && <FirstPassword {...handed} onDone={() => setHanded(undefined)} />}
      {isAdding ? (
        <NewAccount
          {...props}
          onDone={given => {
            setAdding(false)
            if (given) setHanded(given)
          }}
        />
      ) : (
        <button type="button" className="button main" onClick={() => setAdding(true)} data-testid="add">
          {say('add')}
        </button>
      )}
      <ul className="set-list">
        {people.map(person => (
          <One key={person.staffId} {...props} person={person} onHanded={setHanded} />
        ))}
      </ul>
    </>
  )
}

function One(props: Props & { person: StaffRow; onHanded(handed: Handed): void }) {
  const { person, me, setup, again, onHanded } = props
  const say = useText(staffText)
  const general = useText(adminText)
  const roleOf = useWords(roleCodes)
  const [isOpen, setOpen] = useState(false)
  const { staffId, name, role, hallIds, hasFirstPassword, hasSecondFactor, isClosed } = person
  const states = [
    ...(isClosed ? [say('state_closed')] : hasFirstPassword ? [say('state_first')] : []),
    ...(hasSecondFactor ? [say('state_factor')] : []),
    ...(hallIds.includes(setup.card.hallId) ? [] : [say('noHere')]),
  ]
  return (
    <li data-testid="person" data-staff={staffId} data-closed={isClosed}>
      <span className="grows">
        <strong>{name}</strong> <small>{staffId}</small>
      </span>
      <span>{roleOf(role)}</span>
      <span className={hasFirstPassword || isClosed ? 'lacks' : undefined}>{states.join(' · ')}</span>
      {staffId === me && <small>{say('you')}</small>}
      {!isClosed && staffId !== me && (
        <button
          type="button"
          className="button"
          onClick={() => setOpen(!isOpen)}
          aria-expanded={isOpen}
          aria-label={`${general('change')} ${name}`}
          data-testid={`change-${staffId}`}
        >
          {general('change')}
        </button>
      )}
      {isOpen && !isClosed && (
        <div className="admin-form">
          <Assign {...props} onDone={() => setOpen(false)} />
          <Ending region={setup.card.region} person={person} again={again} onHanded={onHanded} />
        </div>
      )}
    </li>
  )
}
