import type { HallHead } from '@pingting/contract/words/screen'
import { counterName } from '../../parts/page.ts'
import { channelText } from '../../text/channels/index.ts'
import { counterText } from '../../text/counter/index.ts'
import { usePick, useText, useWords } from '../../text/index.ts'
import type { Axis } from './drill.ts'

/** What people call a counter, an item, a channel; what is gone keeps its id. */
export function useNaming(hall: HallHead | undefined): (axis: Axis, key: string) => string {
  const pick = usePick()
  const channel = useWords(channelText)
  const toCounter = useText(counterText)
  return (axis, key) => {
    if (axis === 'channel') return channel(key)
    if (axis === 'counterId')
      return counterName(hall?.counterLabels?.[key] ?? key, label => toCounter('counter', { label }))
    const service = hall?.services.find(({ code }) => code === key)
    return service === undefined ? key : pick(service)
  }
}
