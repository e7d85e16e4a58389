import type { Refused } from '@pingting/contract'
import { type FormEvent, useState } from 'react'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { boardText } from '../text/board/index.ts'
import { useText } from '../text/index.ts'

/** Opened without a hall: which one? */
export function ChooseHall({ refused }: { refused?: Refused }) {
  const say = useText(boardText)
  const [hall, setHall] = useState('')
  const go = (event: FormEvent): void => {
    event.preventDefault()
    location.search = `?hall=${encodeURIComponent(hall.trim())}`
  }
  return (
    <main className="centred">
      <h1>{say('title')}</h1>
      <RefusedNotice refused={refused} />
      <form onSubmit={go} className="choose-hall">
        <label className="field">
          <span>{say('hallId')}</span>
          <input value={hall} onChange={event => setHall(event.target.value)} required data-testid="hall-id" />
        </label>
        <button type="submit" className="button main">
          {say('show')}
        </button>
      </form>
    </main>
  )
}
