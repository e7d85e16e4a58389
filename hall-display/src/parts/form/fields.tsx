import './form.css'
import { type ReactNode, useId, useState } from 'react'
import { ChosenDay } from './ChosenDay.tsx'

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
  /** Characters. */
  longest?: number
  testId: string
  onChange(value: string): void
}

/** One line of a form that says what it wants, and what is wrong with it once somebody has been there. */
export function Entry({
  label,
  hint,
  value,
  wrong,
  type = 'text',
  isNumber,
  min,
  max,
  longest = 40,
  testId,
  onChange,
}: EntryProps) {
  const id = useId()
  const [isTouched, setTouched] = useState(false)
  const told = isTouched ? wrong : undefined
  const chosen = type === 'date' && value !== '' && <ChosenDay day={value} />
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
        maxLength={longest}
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
        {told ?? hint ?? chosen}
      </p>
    </div>
  )
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

interface SelectProps {
  label: string
  hint?: string
  options: readonly { value: string; label: string }[]
  value: string
  testId: string
  onChange(value: string): void
}

/** One of several, where there may be many. */
export function Select({ label, hint, options, value, testId, onChange }: SelectProps) {
  const id = useId()
  return (
    <div className="entry">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        {...(hint !== undefined && { 'aria-describedby': `${id}-hint` })}
        onChange={event => onChange(event.target.value)}
        data-testid={testId}
      >
        {options.map(option => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
    </div>
  )
}
