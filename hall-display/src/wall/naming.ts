import type { HallHead } from '@pingting/contract/words/screen'
import { counterName } from '../parts/page.ts'
import { counterText } from '../text/counter/index.ts'
import { usePick, useText } from '../text/index.ts'

/** What people of the hall call its counters and services. */
export function useNames(hall: HallHead | undefined) {
  const pick = usePick()
  const toCounter = useText(counterText)
  return {
    counter: (id: string): string =>
      counterName(hall?.counterLabels?.[id] ?? id, label => toCounter('counter', { label })),
    service(code: string): string {
      const service = hall?.services.find(one => one.code === code)
      return service === undefined ? code : pick(service)
    },
  }
}
