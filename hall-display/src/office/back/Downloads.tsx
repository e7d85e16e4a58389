import { useText } from '../../text/index.ts'
import { officeText } from '../../text/office/index.ts'
import { periodPath } from './use-asked.ts'

interface Props {
  hallId: string
  name: 'trend' | 'ratings'
  from: string
  to: string
}

/** What is shown, as a file. */
export function Downloads({ hallId, name, from, to }: Props) {
  const say = useText(officeText)
  return (
    <p className="office-downloads">
      {(['csv', 'xlsx'] as const).map(form => (
        <a
          key={form}
          className="button"
          href={periodPath(hallId, `${name}.${form}`, from, to)}
          download
          data-testid={`${name}-${form}`}
        >
          {say(form)}
        </a>
      ))}
    </p>
  )
}
