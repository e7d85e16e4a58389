import './plate.css'
import { parsePlate } from '@pingting/contract/words/plates'
import { useState } from 'react'
import { useText } from '../../text/index.ts'
import { keysAfter, PLATE_PLACES } from './plate-keys.ts'

interface Props {
  /** What the plate is for: the word of the button that ends the typing. */
  confirmWord: string
  onConfirm(plate: string): void
  onSkip?: () => void
  skipWord?: string
  busy?: boolean
}

/** Province, letter, then the rest; an eighth place for new energy. Only keys that can follow are offered. */
export function PlateKeyboard({ confirmWord, onConfirm, onSkip, skipWord, busy = false }: Props) {
  const say = useText('plate')
  const [plate, setPlate] = useState('')
  const fits = parsePlate(plate) !== undefined
  const places = Array.from({ length: PLATE_PLACES }, (_, place) => ({ place, sign: plate[place] ?? '' }))
  const full = plate.length >= PLATE_PLACES - 1
  return (
    <section className="plate" aria-label={say('title')} data-testid="plate-keyboard">
      <output
        className="plate-places"
        aria-live="polite"
        aria-label={plate === '' ? say('empty') : [...plate].join(' ')}
      >
        {places.map(({ place, sign }) => (
          <span key={place} className={placeClass(place, plate.length)} aria-hidden="true">
            {sign}
          </span>
        ))}
      </output>
      <p className="plate-hint" aria-live="polite">
        {fits ? say('fits') : full ? say('doesNotFit') : plate === '' ? say('beginProvince') : say('newEnergyPlace')}
      </p>
      <div className="plate-keys">
        {keysAfter(plate).map(key => (
          <button key={key} type="button" onClick={() => setPlate(plate + key)} data-testid={`plate-key-${key}`}>
            {key}
          </button>
        ))}
      </div>
      <div className="plate-end">
        <button
          type="button"
          className="button"
          onClick={() => setPlate(plate.slice(0, -1))}
          disabled={plate === ''}
          data-testid="plate-back"
        >
          {say('back')}
        </button>
        {onSkip && (
          <button type="button" className="button" onClick={onSkip} data-testid="plate-skip">
            {skipWord ?? say('skip')}
          </button>
        )}
        <button
          type="button"
          className="button main"
          onClick={() => onConfirm(plate)}
          disabled={!fits || busy}
          data-testid="plate-confirm"
        >
          {confirmWord}
        </button>
      </div>
    </section>
  )
}

function placeClass(place: number, typed: number): string {
  const now = place === typed ? ' now' : ''
  return place === PLATE_PLACES - 1 ? `place energy${now}` : `place${now}`
}
