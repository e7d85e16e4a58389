import { useText } from '../text/index.ts'
import { policiesText } from '../text/policies/index.ts'
import type { Field } from './draft.ts'
import type { TariffField } from './trial/tariff.ts'

const LABELS = { version: 'name', windowMinutes: 'windowMinutesField', windowClock: 'windowClockField' } as const
type Labelled = Exclude<Field, keyof typeof LABELS> | TariffField | 'fromDay' | 'toDay'

/** Why a button cannot be pressed yet. */
export function FixFirst({ fields }: { fields: readonly (Labelled | keyof typeof LABELS)[] }) {
  const say = useText(policiesText)
  if (fields.length === 0) return null
  const names = fields.map(field => say(field in LABELS ? LABELS[field as keyof typeof LABELS] : (field as Labelled)))
  return <p className="fix-first">{say('fixFirst', { fields: names.join(say('listComma')) })}</p>
}
