import { type FormEvent, useState } from 'react'
import { Entry } from '../../parts/form/fields.tsx'
import { staffText } from '../../text/admin/index.ts'
import { useText } from '../../text/index.ts'
import { Ends, type PartProps, useBeside } from '../form.tsx'
import type { Handed } from './FirstPassword.tsx'
import { type PlaceDraft, PlaceFields } from './Place.tsx'
import { useGiven } from './use-given.ts'

interface Props extends PartProps {
  /** With what is to be handed over; without, when it was given up. */
  onDone(handed?: Handed): void
}

export function NewAccount({ setup, again, onDone }: Props) {
  const say = useText(staffText)
  const { busy, refused, give, clear } = useGiven()
  const beside = useBeside(refused)
  const [draft, setDraft] = useState<PlaceDraft & { staffId: string; name: string }>({
    ...{ staffId: '', name: '', role: 'clerk' },
    ...{ hallIds: [setup.card.hallId], lotIds: [] },
  })
  const change = (part: Partial<typeof draft>): void => {
    clear()
    setDraft({ ...draft, ...part })
  }
  const idIsRight = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/.test(draft.staffId)
  const isRight = idIsRight && draft.name.trim() !== ''
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const password = isRight ? await give('/api/accounts', draft) : undefined
    if (password === undefined) return
    again()
    onDone({ name: draft.name, password })
  }
  const keeping = {
    ...{ busy, isSaved: false, touched: clear, keep: () => Promise.resolve(false) },
    ...(refused && { refused }),
  }
  return (
    <form className="admin-form" onSubmit={submit} data-testid="account-form">
      <fieldset>
        <Entry
          label={say('staffId')}
          hint={say('staffIdHint')}
          value={draft.staffId}
          wrong={idIsRight ? beside('account.exists') : say('wrong_staffId')}
          longest={64}
          onChange={staffId => change({ staffId })}
          testId="new-staff-id"
        />
        <Entry
          label={say('name')}
          hint={say('nameHint')}
          value={draft.name}
          wrong={draft.name.trim() === '' ? say('wrong_name') : undefined}
          onChange={name => change({ name })}
          testId="new-name"
        />
        <PlaceFields setup={setup} draft={draft} onChange={change} />
      </fieldset>
      <Ends
        keeping={keeping}
        isRight={isRight}
        beside={['account.exists']}
        word={say('create')}
        onCancel={() => onDone()}
      />
    </form>
  )
}
