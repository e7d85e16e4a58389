interface Props {
  /** What was typed so far. */
  text: string
  length: number
  className: string
  /** Said while nothing is typed. */
  emptyWord: string
  placeClass?(place: number, typed: number): string
}

const nowClass = (place: number, typed: number): string => (place === typed ? 'place now' : 'place')

/** A place for each character to come, read aloud as they come. */
export function Places({ text, length, className, emptyWord, placeClass = nowClass }: Props) {
  const places = Array.from({ length }, (_, place) => ({ place, sign: text[place] ?? '' }))
  return (
    <output className={className} aria-live="polite" aria-label={text === '' ? emptyWord : [...text].join(' ')}>
      {places.map(({ place, sign }) => (
        <span key={place} className={placeClass(place, text.length)} aria-hidden="true">
          {sign}
        </span>
      ))}
    </output>
  )
}
