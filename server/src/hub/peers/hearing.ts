import type { Logger } from '../process/log.ts'
import type { News } from './carrier.ts'

/** What has a place in the line; the release of leases is heard at once. */
export type Told = Exclude<News, { kind: 'released' }>

/** A store that hangs holds all of it up, and Redis brings more all the time. Some seconds of a busy house, a few MB. */
export const HEARD_MAX = 2_000

/**
 * Takes in what other hubs tell, one after the other in the order it came. What finds no place is let go: the heads of
 * the next round miss it, and it is read from the journal.
 */
export function openHearing(take: (news: Told) => Promise<void>, log: Logger): (news: Told) => void {
  let line: Promise<unknown> = Promise.resolve()
  let waiting = 0
  return news => {
    if (waiting >= HEARD_MAX) return
    waiting += 1
    line = line
      .then(() => take(news))
      .catch(error => log.warn({ error }, 'news could not be taken in; the next round reads it'))
      .finally(() => {
        waiting -= 1
      })
  }
}
