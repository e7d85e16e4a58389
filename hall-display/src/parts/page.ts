import { useEffect } from 'react'
import { commonText } from '../text/everywhere/index.ts'
import { useText } from '../text/index.ts'
import { isPlainLabel } from './plain-label.ts'

/** The title of the page names its face and what is ours. */
export function useTitle(title: string): void {
  const say = useText(commonText)
  const house = say('house')
  useEffect(() => {
    document.title = `${title} · ${house}`
  }, [title, house])
}

/** As a label is read out: a plain one in a sentence. */
export const counterName = (label: string, sentence: (label: string) => string): string =>
  isPlainLabel(label) ? sentence(label) : label
