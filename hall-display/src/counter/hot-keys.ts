import { useEffect, useRef } from 'react'
import { KEYS, NEXT_KEY, type Verb } from './verbs.ts'

/** Not while somebody types, not with Ctrl and its kin, not while a dialog asks, and a key held down counts once. */
function isMeant(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return false
  const target = event.target as Element
  return target.closest('input, select, textarea, dialog[open]') === null
}

/** `next` stands for whichever verb comes next. */
export function useHotKeys(perform: (verb: Verb | 'next') => void): void {
  const latest = useRef(perform)
  latest.current = perform
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const pressed = event.key.toLowerCase()
      const verb = pressed === NEXT_KEY ? 'next' : KEYS.find(({ hotKey }) => hotKey === pressed)?.verb
      if (verb !== undefined && isMeant(event)) latest.current(verb)
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}
