import { type FormEvent, useState } from 'react'
import { Entry } from '../../parts/form/fields.tsx'
import { adminText } from '../../text/admin/index.ts'
import { useText } from '../../text/index.ts'
import { Ends, type PartProps, useKeeping } from '../form.tsx'

/** What stands over the door. */
export function HallForm({ hallId, setup: { card }, isAdmin, again }: PartProps) {
  const say = useText(adminText)
  const keeping = useKeeping(`hall:${hallId}`, again)
  const [draft, setDraft] = useState({ name: card.name, nameEn: card.nameEn, complaintPhone: card.complaintPhone })
  const field = (key: keyof typeof draft, longest: number) => ({
    ...{ value: draft[key], longest, testId: `hall-${key}` },
    wrong: draft[key].trim() === '' ? say('wrong_empty') : undefined,
    onChange(value: string) {
      keeping.touched()
      setDraft({ ...draft, [key]: value })
    },
  })
  const isRight = Object.values(draft).every(value => value.trim() !== '')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (isRight) void keeping.keep({ type: 'hall.describe', ...draft })
  }
  return (
    <form className="admin-form" onSubmit={submit}>
      <p className="what">{say('hallWhat')}</p>
      <fieldset disabled={!isAdmin}>
        <Entry label={say('name')} hint={say('nameHint')} {...field('name', 60)} />
        <Entry label={say('nameEn')} hint={say('nameEnHint')} {...field('nameEn', 80)} />
        <Entry label={say('phone')} hint={say('phoneHint')} {...field('complaintPhone', 20)} />
      </fieldset>
      {isAdmin ? <Ends keeping={keeping} isRight={isRight} /> : <p className="notice">{say('adminOnly')}</p>}
    </form>
  )
}
