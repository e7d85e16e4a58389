import type { HallHead } from '@pingting/contract/words/screen'
import { useText } from '../text/index.ts'
import { kioskText } from '../text/kiosk/index.ts'
import { lettersAfter, type Spellings } from './search.ts'

interface Props {
  services: HallHead['services']
  spellings: Spellings
  typed: string
  onType(typed: string): void
}

/** Initials of the service, on keys under the finger or typed: only letters that lead to one are offered. */
export function ServiceSearch({ services, spellings, typed, onType }: Props) {
  const say = useText(kioskText)
  return (
    <search className="kiosk-search">
      <label htmlFor="service-search">{say('searchTitle')}</label>
      <div className="kiosk-letters">
        {lettersAfter(services, spellings, typed.toLowerCase()).map(letter => (
          <button
            key={letter}
            type="button"
            className="button"
            onClick={() => onType(typed + letter)}
            data-testid={`letter-${letter}`}
          >
            {letter.toUpperCase()}
          </button>
        ))}
        <input
          id="service-search"
          type="text"
          value={typed}
          onChange={event => onType(event.target.value)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={20}
          data-testid="service-search"
        />
        {typed !== '' && (
          <button type="button" className="button" onClick={() => onType('')} data-testid="search-clear">
            {say('showAll')}
          </button>
        )}
      </div>
    </search>
  )
}
