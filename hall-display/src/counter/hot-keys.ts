import { useEffect, useRef } from 'react'
import { KEYS, type Verb } from './verbs.ts'

/** Not while somebody types, not with Ctrl and its kin, not while a dialog asks, and a key held down counts once. */
function isMeant(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return false
  const target = event.target as Element
  return target.closest('input, select, textarea, dialog[open]') === null
}

export function useHotKeys(perform: (verb: Verb) => void): void {
  const latest = useRef(perform)
  latest.current = perform
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const key = KEYS.find(({ hotKey }) => hotKey === event.key.toLowerCase())
      if (key !== undefined && isMeant(event)) latest.current(key.verb)
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}
