import { type ReactNode, useId, useState } from 'react'
import { useText } from '../text/index.ts'
import { policiesText } from '../text/policies/index.ts'
import type { Field } from './draft.ts'
import type { TariffField } from './trial/tariff.ts'

interface EntryProps {
  label: string
  hint?: string
  value: string
  /** What is wrong with it, in words; nothing while it is right. */
  wrong?: string | undefined
  type?: 'text' | 'time' | 'date'
  /** Digits are expected. */
  isNumber?: boolean
  min?: string
  max?: string
  testId: string
  onChange(value: string): void
}

/** One line of a form that says what it wants, and what is wrong with it once somebody has been there. */
export function Entry({ label, hint, value, wrong, type = 'text', isNumber, min, max, testId, onChange }: EntryProps) {
  const id = useId()
  const [isTouched, setTouched] = useState(false)
  const told = isTouched ? wrong : undefined
  return (
    <div className="entry">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={type}
        value={value}
        {...(isNumber && { inputMode: 'numeric' })}
        {...(min !== undefined && { min })}
        {...(max !== undefined && { max })}
        maxLength={40}
        autoComplete="off"
        aria-invalid={told !== undefined}
        aria-describedby={`${id}-hint`}
        onBlur={() => setTouched(true)}
        onChange={event => {
          setTouched(true)
          onChange(event.target.value)
        }}
        data-testid={testId}
      />
      <p id={`${id}-hint`} className={told === undefined ? 'hint' : 'hint wrong'}>
        {told ?? hint}
      </p>
    </div>
  )
}

const LABELS = { version: 'name', windowMinutes: 'windowMinutesField', windowClock: 'windowClockField' } as const
type Labelled = Exclude<Field, keyof typeof LABELS> | TariffField | 'fromDay' | 'toDay'

/** Why a button cannot be pressed yet. */
export function FixFirst({ fields }: { fields: readonly (Labelled | keyof typeof LABELS)[] }) {
  const say = useText(policiesText)
  if (fields.length === 0) return null
  const names = fields.map(field => say(field in LABELS ? LABELS[field as keyof typeof LABELS] : (field as Labelled)))
  return <p className="fix-first">{say('fixFirst', { fields: names.join(say('listComma')) })}</p>
}

interface GroupProps {
  legend: string
  hint?: string
  children: ReactNode
}

export const Group = ({ legend, hint, children }: GroupProps) => (
  <fieldset className="group">
    <legend>{legend}</legend>
    {children}
    {hint !== undefined && <p className="hint">{hint}</p>}
  </fieldset>
)

interface TickProps {
  label: string
  checked: boolean
  testId: string
  onChange(checked: boolean): void
}

export const Tick = ({ label, checked, testId, onChange }: TickProps) => (
  <label className="tick">
    <input type="checkbox" checked={checked} onChange={event => onChange(event.target.checked)} data-testid={testId} />
    <span>{label}</span>
  </label>
)

interface ChoiceProps<T extends string> {
  name: string
  options: readonly { value: T; label: string }[]
  value: T
  onChange(value: T): void
}

export function Choice<T extends string>({ name, options, value, onChange }: ChoiceProps<T>) {
  const id = useId()
  return options.map(option => (
    <label key={option.value} className="tick">
      <input
        type="radio"
        name={`${id}${name}`}
        checked={option.value === value}
        onChange={() => onChange(option.value)}
        data-testid={`${name}-${option.value}`}
      />
      <span>{option.label}</span>
    </label>
  ))
}
