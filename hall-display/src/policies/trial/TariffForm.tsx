import { Choice, Entry, Group } from '../../parts/form/fields.tsx'
import { useText } from '../../text/index.ts'
import { policiesText } from '../../text/policies/index.ts'
import type { TariffDraft, TariffField } from './tariff.ts'

interface Props {
  money: TariffDraft
  wrong: readonly TariffField[]
  onChange(money: TariffDraft): void
}

const FIELDS = ['freeUntilMinutes', 'hourYuan', 'capYuan', 'leaveWithinMinutes'] as const

/** What the car park asks, as whoever tries a policy knows it: the house keeps no tariff. */
export function TariffForm({ money, wrong, onChange }: Props) {
  const say = useText(policiesText)
  return (
    <div className="tariff-form">
      <p className="hint">{say('withTariffWhat')}</p>
      {FIELDS.map(field => (
        <Entry
          key={field}
          label={say(field)}
          isNumber
          value={money[field]}
          wrong={wrong.includes(field) ? say(`wrong_${field}`) : undefined}
          onChange={value => onChange({ ...money, [field]: value })}
          testId={`tariff-${field}`}
        />
      ))}
      <Group legend={say('freeMinutesSide')}>
        <Choice
          name="side"
          options={[
            { value: 'front', label: say('sideFront') },
            { value: 'back', label: say('sideBack') },
          ]}
          value={money.freeMinutesSide}
          onChange={freeMinutesSide => onChange({ ...money, freeMinutesSide })}
        />
      </Group>
    </div>
  )
}
