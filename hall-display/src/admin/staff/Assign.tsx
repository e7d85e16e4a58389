import type { StaffRow } from '@pingting/contract/words/setup/setup'
import { type FormEvent, useState } from 'react'
import { Ends, type PartProps, useKeeping } from '../form.tsx'
import { type PlaceDraft, PlaceFields } from './Place.tsx'

/** Another role, other places. */
export function Assign({ setup, again, person, onDone }: PartProps & { person: StaffRow; onDone(): void }) {
  const keeping = useKeeping(`city:${setup.card.region}`, again)
  const { staffId, role, hallIds, lotIds } = person
  const [draft, setDraft] = useState<PlaceDraft>({ role, hallIds, lotIds })
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (await keeping.keep({ type: 'account.assign', staffId, ...draft })) onDone()
  }
  return (
    <form onSubmit={submit} data-testid="assign-form">
      <fieldset>
        <PlaceFields
          setup={setup}
          draft={draft}
          onChange={part => {
            keeping.touched()
            setDraft({ ...draft, ...part })
          }}
        />
      </fieldset>
      <Ends keeping={keeping} isRight onCancel={onDone} />
    </form>
  )
}
