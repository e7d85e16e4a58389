import type { Counter } from '@pingting/contract'
import { useState } from 'react'
import { useRoom } from '../../hub/connect.ts'
import { adminText } from '../../text/admin/index.ts'
import { usePick, useText } from '../../text/index.ts'
import type { PartProps } from '../form.tsx'
import { CounterForm } from './CounterForm.tsx'

/** 窗口: what stands over each, and whom it calls in which order. */
export function Counters(props: PartProps) {
  const { hallId, setup, isAdmin } = props
  const say = useText(adminText)
  const pick = usePick()
  const [open, setOpen] = useState<string>()
  const { held } = useRoom(`hall:${hallId}`, 'floor')
  const { services, counters } = setup.card
  const nameOf = (code: string): string => {
    const service = services.find(each => each.code === code)
    return service === undefined ? code : pick(service)
  }
  const close = (): void => setOpen(undefined)
  return (
    <>
      <p className="what">{say('countersWhat')}</p>
      {isAdmin && open !== '' && (
        <button type="button" className="button main" onClick={() => setOpen('')} data-testid="add">
          {say('addCounter')}
        </button>
      )}
      {open === '' && <CounterForm {...props} counter={EMPTY} onDone={close} />}
      <ul className="set-list">
        {counters.map(counter => (
          <li key={counter.counterId} data-testid="counter" data-counter={counter.counterId}>
            <strong className="figure">{counter.label}</strong>
            <span className="grows">
              {counter.profile.map(nameOf).join(' › ')} <small>{counter.counterId}</small>
            </span>
            <small>{say(`status_${held?.screen.counters[counter.counterId]?.status ?? 'closed'}`)}</small>
            {isAdmin && (
              <button
                type="button"
                className="button"
                onClick={() => setOpen(counter.counterId)}
                aria-label={`${say('change')} ${say('counterIs', { label: counter.label })}`}
                data-testid={`change-${counter.counterId}`}
              >
                {say('change')}
              </button>
            )}
            {open === counter.counterId && <CounterForm {...props} counter={counter} onDone={close} />}
          </li>
        ))}
      </ul>
      {!isAdmin && <p className="notice">{say('adminOnly')}</p>}
    </>
  )
}

const EMPTY: Counter = { counterId: '', label: '', profile: [] }
