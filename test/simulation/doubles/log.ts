import type { Log } from '../../../parking-bridge/src/ports.ts'
import type { Logger } from '../../../server/src/hub/process/log.ts'
import type { Part } from '../engine/clockwork.ts'
import { Planned, type Site } from './site.ts'

/** Errors we did not plan are bugs that a retry would hide. */
function logTo(site: Site, part: Part): Log {
  const say = (level: string) => (about: object, text: string) => {
    if (!part.alive) return
    const { error, err } = about as { error?: unknown; err?: unknown }
    const cause = error ?? err
    if (cause instanceof Error && !(cause instanceof Planned))
      site.witness.see(`SM ${part.name} met an error nobody planned: ${cause.stack?.split('\n').slice(0, 3).join(' ')}`)
    site.witness.logged.push(`${level} ${text} ${Object.keys(about)}`)
  }
  return { debug: () => undefined, info: () => undefined, warn: say('warn'), error: say('error') }
}

export const hubLog = (site: Site, part: Part): Logger => logTo(site, part) as unknown as Logger
export const bridgeLog = logTo
