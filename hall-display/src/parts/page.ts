import { useEffect } from 'react'
import { commonText } from '../text/everywhere/index.ts'
import { useText } from '../text/index.ts'

/** The title of the page names its face and what is ours. */
export function useTitle(title: string): void {
  const say = useText(commonText)
  const house = say('house')
  useEffect(() => {
    document.title = `${title} · ${house}`
  }, [title, house])
}

/** Only a number or a letter: such a label is spoken of as a counter; anything longer says itself. */
export const isPlainLabel = (label: string): boolean => /^[A-Za-z]?\d{1,3}$/.test(label)

export const counterName = (label: string, sentence: (label: string) => string): string =>
  isPlainLabel(label) ? sentence(label) : label
