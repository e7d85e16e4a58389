import { WAIT_LIMITS_MINUTES } from '@pingting/contract/words/office/frames'
import { type FormEvent, useState } from 'react'
import { Select } from '../../parts/form/fields.tsx'
import { adminText } from '../../text/admin/index.ts'
import { useText } from '../../text/index.ts'
import { Ends, type PartProps, useKeeping } from '../form.tsx'

/** From when on a wait is too long; its managers set it as they set the hours. */
export function WaitLimit({ hallId, setup, again }: PartProps) {
  const say = useText(adminText)
  const keeping = useKeeping(`hall:${hallId}`, again)
  const [minutes, setMinutes] = useState(setup.waitLimitMinutes)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void keeping.keep({ type: 'hall.setWaitLimit', waitLimitMinutes: minutes })
  }
  return (
    <form className="admin-form" onSubmit={submit} data-testid="wait-limit-form">
      <fieldset>
        <Select
          label={say('waitLimit')}
          hint={say('waitLimitHint')}
          options={WAIT_LIMITS_MINUTES.map(each => ({ value: String(each), label: say('minutesOf', { n: each }) }))}
          value={String(minutes)}
          onChange={value => {
            keeping.touched()
            setMinutes(WAIT_LIMITS_MINUTES.find(each => String(each) === value) ?? minutes)
          }}
          testId="wait-limit"
        />
      </fieldset>
      <Ends keeping={keeping} isRight />
    </form>
  )
}
