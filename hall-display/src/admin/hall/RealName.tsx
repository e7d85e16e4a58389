import { type FormEvent, useState } from 'react'
import { Entry, Select } from '../../parts/form/fields.tsx'
import { adminText } from '../../text/admin/index.ts'
import { useText } from '../../text/index.ts'
import { Ends, type PartProps, useKeeping } from '../form.tsx'

const CHOICES = ['off', 'optional'] as const
/** As the hub takes it: nothing but the kiosk's own machine. */
const READER = /^http:\/\/(?:127\.0\.0\.1|localhost):[1-9]\d{0,4}\/[A-Za-z0-9._~/-]*$/
const LONGEST = 120

/** Whether kiosks read identity cards, and by which way where not by a keyboard. */
export function RealName({ hallId, setup, again }: PartProps) {
  const say = useText(adminText)
  const keeping = useKeeping(`hall:${hallId}`, again)
  const [realName, setRealName] = useState<(typeof CHOICES)[number]>(setup.realName === undefined ? 'off' : 'optional')
  const [readerUrl, setReaderUrl] = useState(setup.realName?.readerUrl ?? '')
  const isRight = realName === 'off' || readerUrl === '' || READER.test(readerUrl)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const reader = realName === 'off' || readerUrl === '' ? {} : { readerUrl }
    if (isRight) void keeping.keep({ type: 'hall.setRealName', realName, ...reader })
  }
  return (
    <form className="admin-form" onSubmit={submit} data-testid="real-name-form">
      <fieldset>
        <Select
          label={say('realName')}
          hint={say('realNameHint')}
          options={CHOICES.map(each => ({ value: each, label: say(`realName_${each}`) }))}
          value={realName}
          onChange={value => {
            keeping.touched()
            setRealName(CHOICES.find(each => each === value) ?? realName)
          }}
          testId="real-name"
        />
        {realName === 'optional' && (
          <Entry
            label={say('readerUrl')}
            hint={say('readerUrlHint')}
            value={readerUrl}
            longest={LONGEST}
            wrong={isRight ? undefined : say('readerUrlWrong')}
            onChange={value => {
              keeping.touched()
              setReaderUrl(value.trim())
            }}
            testId="reader-url"
          />
        )}
      </fieldset>
      <Ends keeping={keeping} isRight={isRight} />
    </form>
  )
}
