interface Props {
  label: string
  value: string
  onChange: (value: string) => void
  autoComplete: 'username' | 'current-password' | 'new-password' | 'one-time-code'
  testId: string
}

/** One line of a form that proves who somebody is: an account, a password, or the digits of an authenticator. */
export function Field({ label, value, onChange, autoComplete, testId }: Props) {
  const isCode = autoComplete === 'one-time-code'
  return (
    <label className="field">
      <span>{label}</span>
      <input
        type={autoComplete.endsWith('password') ? 'password' : 'text'}
        value={value}
        onChange={event => onChange(event.target.value)}
        autoComplete={autoComplete}
        autoCapitalize="none"
        {...(isCode && { inputMode: 'numeric', pattern: '\\d{6}', maxLength: 6 })}
        required
        data-testid={testId}
      />
    </label>
  )
}
