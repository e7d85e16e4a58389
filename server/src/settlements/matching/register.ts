import type { MatchClass } from '@pingting/contract'
import type { Verdict } from './classify.ts'

/** What a pass has to say about a key beyond what is known: nothing, where the books are drawn a second time. */
export type News = 'opened' | 'reclassified' | 'closed'

/** M1 is no break: what may still fit is not laid before anybody. */
export const isBreak = (matchClass: MatchClass): boolean => matchClass.startsWith('B')

/** @param known the class of the break that is open under this key, absent where none is */
export function newsOf(known: MatchClass | undefined, { matchClass }: Pick<Verdict, 'matchClass'>): News | undefined {
  if (known === undefined) return isBreak(matchClass) ? 'opened' : undefined
  if (!isBreak(matchClass)) return 'closed'
  return matchClass === known ? undefined : 'reclassified'
}
