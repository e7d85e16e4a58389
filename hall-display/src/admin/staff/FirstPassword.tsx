import { staffText } from '../../text/admin/index.ts'
import { useText } from '../../text/index.ts'

export interface Handed {
  name: string
  password: string
}

/** Shown once, to be handed over. */
export function FirstPassword({ name, password, onDone }: Handed & { onDone(): void }) {
  const say = useText(staffText)
  return (
    <div className="notice good first-password" role="status">
      <h3>{say('firstPassword', { name })}</h3>
      <code data-testid="first-password">{password}</code>
      <p>{say('firstPasswordWhat')}</p>
      <button type="button" className="button" onClick={onDone} data-testid="handed-over">
        {say('known')}
      </button>
    </div>
  )
}
