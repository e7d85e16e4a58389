import { logTo } from '../../../parking-bridge/src/log.ts'
import type { Log } from '../../../parking-bridge/src/ports.ts'
import { type Logger, openLog } from '../../../server/src/hub/process/log.ts'
import type { Part } from '../engine/clockwork.ts'
import { Planned, type Site } from './site.ts'

/** What hub and bridge write where nobody sets a level. */
const LEVEL = 'info'
/** Plates as cameras, people and the house write them, and what visitors say in their ratings. */
const OF_CITIZENS = /鲁[A-Z]·?\d{5}|等得久/i

/** Each line as it would stand on stderr is looked at and forgotten: a campaign writes millions. */
const readAlong = ({ witness }: Site, part: Part) => ({
  write(line: string): void {
    if (part.alive && OF_CITIZENS.test(line)) witness.see(`I-11 a log of the ${part.name} says ${line.slice(0, 300)}`)
  },
})

/** Errors we did not plan are bugs that a retry would hide. */
function watched(log: Log, { witness }: Site, part: Part): Log {
  const look = (about: object): void => {
    const { error, err } = about as { error?: unknown; err?: unknown }
    const cause = error ?? err
    if (part.alive && cause instanceof Error && !(cause instanceof Planned))
      witness.see(`SM ${part.name} met an error nobody planned: ${cause.stack?.split('\n').slice(0, 3).join(' ')}`)
  }
  return {
    debug: (about, text) => log.debug(about, text),
    info: (about, text) => log.info(about, text),
    warn: (about, text) => {
      look(about)
      log.warn(about, text)
    },
    error: (about, text) => {
      look(about)
      log.error(about, text)
    },
  }
}

/** The product's own logs, with what they leave out and mask. */
export const hubLog = (site: Site, part: Part): Logger =>
  watched(openLog(LEVEL, readAlong(site, part)), site, part) as unknown as Logger
export const bridgeLog = (site: Site, part: Part): Log => watched(logTo(LEVEL, readAlong(site, part)), site, part)
