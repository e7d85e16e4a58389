import type { CounterRow, Screen } from '@pingting/contract/words/screen'
import { useCommand } from '../hub/command.ts'
import type { Staff } from '../parts/gate/StaffGate.tsx'
import { counterName } from '../parts/page.ts'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { counterText } from '../text/counter/index.ts'
import { usePick, useText } from '../text/index.ts'

interface Props {
  screen: Screen
  staff: Staff
  stream: string
  onChoose(counterId: string): void
}

export function ChooseCounter({ screen, staff, stream, onChoose }: Props) {
  const say = useText(counterText)
  const pick = usePick()
  const opening = useCommand(stream)
  const rows = Object.values(screen.counters).sort((a, b) =>
    a.counterId.localeCompare(b.counterId, 'zh', { numeric: true }),
  )
  const enter = async (counter: CounterRow): Promise<void> => {
    // Our own counter, left open: nothing to open, only to go back to. A manager may look over any.
    if (counter.status !== 'closed') return onChoose(counter.counterId)
    const answer = await opening.run({ type: 'counter.open', counterId: counter.counterId })
    if (answer?.ok) onChoose(counter.counterId)
  }
  const serviceName = (code: string): string => {
    const service = screen.hall?.services.find(each => each.code === code)
    return service ? pick(service) : code
  }
  return (
    <section className="choose-counter">
      <h2>{say('chooseCounter')}</h2>
      <RefusedNotice refused={opening.refused} />
      <ul>
        {rows.map(counter => {
          const mine = counter.staffName === staff.name
          const theirs = counter.status !== 'closed' && !mine
          return (
            <li key={counter.counterId}>
              <button
                type="button"
                className="card"
                disabled={opening.busy || (theirs && staff.role === 'clerk')}
                onClick={() => void enter(counter)}
                data-testid={`open-${counter.counterId}`}
                data-status={counter.status}
              >
                <strong>{counterName(counter.label, label => say('counter', { label }))}</strong>
                <span>{counter.profile.map(serviceName).join(say('listComma'))}</span>
                <em>
                  {theirs
                    ? say('takenBy', { name: counter.staffName ?? '' })
                    : mine && counter.status !== 'closed'
                      ? say('goBack')
                      : say('openIt')}
                </em>
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
