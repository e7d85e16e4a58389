import { plateText } from '../../text/plate/index.ts'
import './plate.css'
import { parseVehicle } from '@pingting/contract/words/plates'
import { useState } from 'react'
import { useText } from '../../text/index.ts'
import { Keys } from './Keys.tsx'
import { Places } from './Places.tsx'
import { keysAfter, PLATE_PLACES, SLIP_KEY } from './plate-keys.ts'

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
  const say = useText(plateText)
  const [plate, setPlate] = useState('')
  const fits = parseVehicle(plate) !== undefined
  const full = plate.length >= PLATE_PLACES - 1
  const begun = plate === '' ? 'beginProvince' : plate.startsWith(SLIP_KEY) ? 'slipNumber' : 'newEnergyPlace'
  return (
    <section className="plate" aria-label={say('title')} data-testid="plate-keyboard">
      <Places
        className="plate-places"
        text={plate}
        length={PLATE_PLACES}
        emptyWord={say('empty')}
        placeClass={placeClass}
      />
      <p className="plate-hint" aria-live="polite">
        {say(fits ? 'fits' : full ? 'doesNotFit' : begun)}
      </p>
      <Keys
        id="plate"
        text={plate}
        onText={setPlate}
        keys={keysAfter(plate)}
        wordKey={{ key: SLIP_KEY, word: say('noPlate') }}
      >
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
      </Keys>
    </section>
  )
}

function placeClass(place: number, typed: number): string {
  const now = place === typed ? ' now' : ''
  return place === PLATE_PLACES - 1 ? `place energy${now}` : `place${now}`
}
