import { useEffect, useState } from 'react'

export type Theme = 'day' | 'night'
const KEPT_AS = 'pingting.board-theme'

function firstTheme(): Theme {
  const asked = new URLSearchParams(location.search).get('theme') ?? localStorage.getItem(KEPT_AS)
  return asked === 'day' ? 'day' : 'night'
}

/** Night until somebody chooses: a dark wall dazzles nobody. The address may say it too, `&theme=day`. */
export function useTheme(): [Theme, () => void] {
  const [theme, setTheme] = useState(firstTheme)
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme
    return () => {
      delete document.documentElement.dataset['theme']
    }
  }, [theme])
  const turn = (): void => {
    const other = theme === 'day' ? 'night' : 'day'
    localStorage.setItem(KEPT_AS, other)
    setTheme(other)
  }
  return [theme, turn]
}
