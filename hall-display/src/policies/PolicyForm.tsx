import { Choice, Entry, Group, Tick } from '../parts/form/fields.tsx'
import { carClassCodes } from '../text/exemptions/index.ts'
import { useText, useWords } from '../text/index.ts'
import { policiesText } from '../text/policies/index.ts'
import { type Draft, EXCLUDABLE, type Field } from './draft.ts'

import { stackText } from './lines.ts'

interface Props {
  draft: Draft
  wrong: readonly Field[]
  onChange(draft: Draft): void
}

const STACK_RULES = ['replace', 'max', 'sum', 'reject'] as const

export function PolicyForm({ draft, wrong, onChange }: Props) {
  const say = useText(policiesText)
  const classOf = useWords(carClassCodes)
  const change = (part: Partial<Draft>): void => onChange({ ...draft, ...part })
  const of = (field: Field) => ({
    value: draft[field],
    wrong: wrong.includes(field) ? say(`wrong_${field}`) : undefined,
    onChange: (value: string) => change({ [field]: value }),
    testId: `policy-${field}`,
  })
  const number = (field: Exclude<Field, 'version' | 'windowClock' | 'windowMinutes'>) => (
    <Entry label={say(field)} hint={say(`${field}Hint`)} isNumber {...of(field)} />
  )
  return (
    <div className="policy-form">
      <Entry label={say('name')} hint={say('nameHint')} {...of('version')} />
      {number('freeMinutes')}
      <Window draft={draft} change={change} of={of} />
      {number('perPlatePerDay')}
      {number('perPlatePerMonth')}
      <Group legend={say('excluded')} hint={say('excludedHint')}>
        {EXCLUDABLE.map(each => (
          <Tick
            key={each}
            label={classOf(each)}
            checked={draft.excluded.includes(each)}
            onChange={checked =>
              change({
                excluded: checked ? [...draft.excluded, each] : draft.excluded.filter(other => other !== each),
              })
            }
            testId={`excluded-${each}`}
          />
        ))}
      </Group>
      <Group legend={say('grant')} hint={say('grantHint')}>
        <Tick
          label={say('grantField')}
          checked={draft.grantWithoutRating}
          onChange={grantWithoutRating => change({ grantWithoutRating })}
          testId="grant-without-rating"
        />
      </Group>
      {number('minServiceSeconds')}
      {number('minFormSeconds')}
      <Group legend={say('stackRule')} hint={say('stackRuleHint')}>
        <Choice
          name="stack"
          options={STACK_RULES.map(value => ({ value, label: stackText(say, value) }))}
          value={draft.stackRule}
          onChange={stackRule => change({ stackRule })}
        />
      </Group>
    </div>
  )
}

interface WindowProps {
  draft: Draft
  change(part: Partial<Draft>): void
  of(field: 'windowMinutes' | 'windowClock'): Omit<Parameters<typeof Entry>[0], 'label'>
}

/** 限时 in its three readings. */
function Window({ draft, change, of }: WindowProps) {
  const say = useText(policiesText)
  const options = [
    { value: 'dayEnd', label: say('choiceDayEnd') },
    { value: 'minutes', label: say('choiceMinutes') },
    { value: 'clock', label: say('choiceClock') },
  ] as const
  return (
    <Group legend={say('window')} hint={say('windowHint')}>
      <Choice name="window" options={options} value={draft.window} onChange={window => change({ window })} />
      {draft.window === 'minutes' && <Entry label={say('windowMinutesField')} isNumber {...of('windowMinutes')} />}
      {draft.window === 'clock' && <Entry label={say('windowClockField')} type="time" {...of('windowClock')} />}
    </Group>
  )
}
