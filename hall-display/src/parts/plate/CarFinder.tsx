import { plateText } from '../../text/plate/index.ts'
import './plate.css'
import type { Refused } from '@pingting/contract'
import { useState } from 'react'
import { ask, type Credential } from '../../hub/http.ts'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/index.ts'
import { RefusedNotice } from '../RefusedNotice.tsx'
import { EndingKeyboard } from './EndingKeyboard.tsx'
import { PlateKeyboard } from './PlateKeyboard.tsx'

interface ShownCar {
  choice: string
  plate: string
  enteredAt: string
}

interface Props {
  hallId: string
  ticketId: string
  credential?: Credential | undefined
  /** What opens the ticket, where the credential is not its own. */
  opener?: string
  /** What came of the last choice or plate. */
  refused?: Refused | undefined
  confirmWord: string
  skipWord?: string
  busy: boolean
  onChoose(choice: string): Promise<void>
  onPlate(plate: string): Promise<void>
  onSkip(): void
}

/** A car is found by its last characters and tapped; the whole plate is one button away all the while. */
export function CarFinder(props: Props) {
  const { hallId, ticketId, credential, opener, confirmWord, busy, onChoose, onPlate, onSkip } = props
  const say = useText(plateText)
  const { skipWord = say('skip') } = props
  const [whole, setWhole] = useState(false)
  const [found, setFound] = useState<{ ending: string; cars: ShownCar[] }>()
  const [asking, setAsking] = useState(false)
  const [unfound, setUnfound] = useState<Refused>()
  const find = async (ending: string): Promise<boolean> => {
    setAsking(true)
    const body = { ticketId, ending, ...(opener !== undefined && { opener }) }
    const path = `/api/halls/${encodeURIComponent(hallId)}/cars`
    const reply = await ask<{ cars: ShownCar[] }>(path, { body, credential })
    setAsking(false)
    setUnfound(reply.ok ? undefined : reply)
    setFound(reply.ok ? { ending, cars: reply.value.cars } : undefined)
    // Nothing is left to search with.
    if (!reply.ok && reply.code === 'plate.asked-too-often') setWhole(true)
    return !reply.ok && reply.code === 'plate.too-many'
  }
  const choose = async (choice: string): Promise<void> => {
    setUnfound(undefined)
    await onChoose(choice)
    setFound(undefined)
  }
  const toWhole = (): void => {
    setUnfound(undefined)
    setWhole(true)
  }
  const refused = unfound ?? props.refused
  return (
    <div className="car-finder" data-testid="car-finder">
      <RefusedNotice refused={refused} />
      {whole ? (
        <PlateKeyboard confirmWord={confirmWord} onConfirm={onPlate} onSkip={onSkip} skipWord={skipWord} busy={busy} />
      ) : (
        <>
          {found === undefined ? (
            <EndingKeyboard onFind={find} busy={asking} />
          ) : (
            <FoundCars {...found} busy={busy} onChoose={choose} onAgain={() => setFound(undefined)} />
          )}
          <div className="plate-end">
            <button type="button" className="button" onClick={toWhole} data-testid="plate-whole">
              {say('whole')}
            </button>
            <button type="button" className="button" onClick={onSkip} data-testid="plate-skip">
              {skipWord}
            </button>
          </div>
        </>
      )}
    </div>
  )
}

interface FoundProps {
  ending: string
  cars: readonly ShownCar[]
  busy: boolean
  onChoose(choice: string): Promise<void>
  onAgain(): void
}

function FoundCars({ ending, cars, busy, onChoose, onAgain }: FoundProps) {
  const say = useText(plateText)
  const format = useFormat()
  return (
    <section className="found-cars" data-testid="found-cars">
      <p className="plate-lead" role="status">
        {cars.length === 0 ? say('noneFound', { ending }) : say('chooseCar')}
      </p>
      <ul>
        {cars.map(({ choice, plate, enteredAt }) => (
          <li key={choice}>
            <button type="button" disabled={busy} onClick={() => void onChoose(choice)} data-testid="found-car">
              <strong className="figure">{plate}</strong>
              <span>{say('enteredAt', { at: format.clock(enteredAt) })}</span>
            </button>
          </li>
        ))}
      </ul>
      <button type="button" className="button" onClick={onAgain} data-testid="find-again">
        {cars.length === 0 ? say('again') : say('noneOfThese')}
      </button>
    </section>
  )
}
