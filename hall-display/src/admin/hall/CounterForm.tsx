import type { Counter } from '@pingting/contract'
import { type FormEvent, useState } from 'react'
import { Entry, Group } from '../../parts/form/fields.tsx'
import { adminText } from '../../text/admin/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { Ends, type PartProps, useBeside, useKeeping } from '../form.tsx'

const PROFILE_MAX = 12

/** A counter anew, where it has no id yet, or one that is there. */
export function CounterForm({
  hallId,
  setup,
  again,
  counter,
  onDone,
}: PartProps & { counter: Counter; onDone(): void }) {
  const say = useText(adminText)
  const keeping = useKeeping(`hall:${hallId}`, again)
  const beside = useBeside(keeping.refused)
  const [draft, setDraft] = useState(counter)
  const isNew = counter.counterId === ''
  const change = (part: Partial<Counter>): void => {
    keeping.touched()
    setDraft({ ...draft, ...part })
  }
  const idWrong = /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/.test(draft.counterId) ? undefined : say('wrong_counterId')
  const labelWrong = draft.label.trim() === '' ? say('wrong_label') : beside('counter.label-taken')
  const isRight = idWrong === undefined && draft.label.trim() !== '' && draft.profile.length > 0
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const wish = { ...draft, label: draft.label.trim() }
    if (isRight && (await keeping.keep({ type: 'hall.setCounter', counter: wish }))) onDone()
  }
  return (
    <form className="admin-form" onSubmit={submit} data-testid="counter-form">
      <fieldset>
        {isNew && (
          <Entry
            label={say('counterId')}
            hint={say('counterIdHint')}
            value={draft.counterId}
            wrong={idWrong}
            longest={60}
            onChange={counterId => change({ counterId })}
            testId="counter-id"
          />
        )}
        <Entry
          label={say('label')}
          hint={say('labelHint')}
          value={draft.label}
          wrong={labelWrong}
          longest={8}
          onChange={label => change({ label })}
          testId="counter-label"
        />
      </fieldset>
      <Profile profile={draft.profile} services={setup.card.services} onChange={profile => change({ profile })} />
      <Ends keeping={keeping} isRight={isRight} beside={['counter.label-taken']} onCancel={onDone} />
    </form>
  )
}

interface ProfileProps {
  profile: readonly string[]
  services: PartProps['setup']['card']['services']
  onChange(profile: string[]): void
}

/** What the counter does, in order; what it does not do stands after it, to be added. */
function Profile({ profile, services, onChange }: ProfileProps) {
  const say = useText(adminText)
  const pick = usePick()
  const nameOf = (code: string): string => pick(services.find(each => each.code === code) ?? { zh: code, en: code })
  const swap = (at: number): string[] =>
    profile.map((code, place) => (place === at - 1 ? profile[at]! : place === at ? profile[at - 1]! : code))
  return (
    <Group legend={say('profile')} hint={profile.length === 0 ? say('wrong_profile') : say('profileHint')}>
      <ol className="profile">
        {profile.map((code, place) => (
          <li key={code}>
            <span className="grows">
              {place + 1}. {nameOf(code)}
            </span>
            {place > 0 && (
              <button
                type="button"
                className="button quiet"
                onClick={() => onChange(swap(place))}
                aria-label={say('earlier', { name: nameOf(code) })}
              >
                ↑
              </button>
            )}
            <button
              type="button"
              className="button quiet"
              onClick={() => onChange(profile.filter(each => each !== code))}
              aria-label={say('takeOut', { name: nameOf(code) })}
              data-testid={`out-${code}`}
            >
              ✕
            </button>
          </li>
        ))}
      </ol>
      <div className="profile-more">
        {services
          .filter(({ code }) => !profile.includes(code))
          .map(service => (
            <button
              key={service.code}
              type="button"
              className="button"
              disabled={profile.length >= PROFILE_MAX}
              onClick={() => onChange([...profile, service.code])}
              data-testid={`in-${service.code}`}
            >
              {say('addTo', { name: pick(service) })}
            </button>
          ))}
      </div>
    </Group>
  )
}
