import { create } from 'zustand'

/** `system`: as the machine is set. */
export type Theme = 'day' | 'night' | 'system'

const KEPT_AS = 'pingting.theme'
const isTheme = (word: string | null): word is Theme => word === 'day' || word === 'night' || word === 'system'
const dark = matchMedia('(prefers-color-scheme: dark)')

/** What the address asks for with `?theme=`, or somebody chose on this machine before. */
function chosen(): Theme | undefined {
  const asked = [new URLSearchParams(location.search).get('theme'), localStorage.getItem(KEPT_AS)]
  return asked.find(isTheme)
}

const useWorn = create<{ theme: Theme }>()(() => ({ theme: 'day' }))

function wear(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme
  useWorn.setState({ theme })
}

/** Each face has the theme that suits its place, until somebody chooses another. */
export const wearFirst = (own: Theme): void => wear(chosen() ?? own)

export function choose(theme: Theme): void {
  localStorage.setItem(KEPT_AS, theme)
  wear(theme)
}

/** What is seen just now. */
export const useTheme = (): 'day' | 'night' =>
  useWorn(({ theme }) => (theme === 'system' ? (dark.matches ? 'night' : 'day') : theme))
