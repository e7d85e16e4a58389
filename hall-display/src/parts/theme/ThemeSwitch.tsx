import { commonText } from '../../text/everywhere/index.ts'
import { useText } from '../../text/index.ts'
import { choose, useTheme } from './theme.ts'

/** Turns to the other theme, and says which that is. */
export function ThemeSwitch() {
  const say = useText(commonText)
  const other = useTheme() === 'night' ? 'day' : 'night'
  return (
    <button type="button" className="button quiet" onClick={() => choose(other)} data-testid="theme">
      {say(other)}
    </button>
  )
}
