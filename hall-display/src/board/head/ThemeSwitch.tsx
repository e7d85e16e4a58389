import { boardText } from '../../text/board/index.ts'
import { useText } from '../../text/index.ts'
import { useTheme } from './theme.ts'

export function ThemeSwitch() {
  const say = useText(boardText)
  const [theme, turn] = useTheme()
  return (
    <button type="button" className="button quiet" onClick={turn} data-testid="theme">
      {say(theme === 'day' ? 'nightTheme' : 'dayTheme')}
    </button>
  )
}
