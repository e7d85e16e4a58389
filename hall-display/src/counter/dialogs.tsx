import type { HallHead } from '@pingting/contract/words/screen'
import type { KeyboardEvent, Ref } from 'react'
import { counterText } from '../text/counter/index.ts'
import { usePick, useText } from '../text/index.ts'

const close = (button: HTMLButtonElement): void => button.closest('dialog')?.close()

/** A choice by its digit: the first is 1. */
function chooseByDigit(event: KeyboardEvent<HTMLDialogElement>): void {
  event.currentTarget.querySelectorAll<HTMLButtonElement>('[data-choice]')[Number(event.key) - 1]?.click()
}

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
    <dialog ref={ref} aria-label={say('transferTo')} onKeyDown={chooseByDigit} data-testid="transfer-dialog">
      <h2>{say('transferTo')}</h2>
      {hall?.services
        .filter(({ code }) => code !== from)
        .map((service, place) => (
          <button
            key={service.code}
            type="button"
            className="button"
            onClick={event => {
              close(event.currentTarget)
              onChoose(service.code)
            }}
            data-choice={place + 1}
            data-testid={`transfer-${service.code}`}
          >
            <span>
              {service.prefix} · {pick(service)}
            </span>
            <kbd>{place + 1}</kbd>
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
    <dialog ref={ref} aria-label={say('pauseWhy')} onKeyDown={chooseByDigit} data-testid="pause-dialog">
      <h2>{say('pauseWhy')}</h2>
      {REASONS.map((reason, place) => (
        <button
          key={reason}
          type="button"
          className="button"
          onClick={event => {
            close(event.currentTarget)
            onChoose(reason)
          }}
          data-choice={place + 1}
          data-testid={`pause-${reason}`}
        >
          <span>{say(reason)}</span>
          <kbd>{place + 1}</kbd>
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
