import type { HallHead } from '@pingting/contract/words/screen'
import type { Ref } from 'react'
import { counterText } from '../text/counter/index.ts'
import { usePick, useText } from '../text/index.ts'

const close = (button: HTMLButtonElement): void => button.closest('dialog')?.close()

interface TransferProps {
  ref: Ref<HTMLDialogElement>
  hall: HallHead | undefined
  from: string | undefined
  onChoose(serviceCode: string): void
}

export function TransferDialog({ ref, hall, from, onChoose }: TransferProps) {
  const say = useText(counterText)
  const pick = usePick()
  return (
    <dialog ref={ref} aria-label={say('transferTo')} data-testid="transfer-dialog">
      <h2>{say('transferTo')}</h2>
      {hall?.services
        .filter(({ code }) => code !== from)
        .map(service => (
          <button
            key={service.code}
            type="button"
            className="button"
            onClick={event => {
              close(event.currentTarget)
              onChoose(service.code)
            }}
            data-testid={`transfer-${service.code}`}
          >
            {service.prefix} · {pick(service)}
          </button>
        ))}
      <Back />
    </dialog>
  )
}

const REASONS = ['break', 'paperwork', 'training', 'fault'] as const
type Reason = (typeof REASONS)[number]

export function PauseDialog({ ref, onChoose }: { ref: Ref<HTMLDialogElement>; onChoose(reason: Reason): void }) {
  const say = useText(counterText)
  return (
    <dialog ref={ref} aria-label={say('pauseWhy')} data-testid="pause-dialog">
      <h2>{say('pauseWhy')}</h2>
      {REASONS.map(reason => (
        <button
          key={reason}
          type="button"
          className="button"
          onClick={event => {
            close(event.currentTarget)
            onChoose(reason)
          }}
          data-testid={`pause-${reason}`}
        >
          {say(reason)}
        </button>
      ))}
      <Back />
    </dialog>
  )
}

function Back() {
  const say = useText(counterText)
  return (
    <button type="button" className="button quiet" onClick={event => close(event.currentTarget)}>
      {say('back')}
    </button>
  )
}
