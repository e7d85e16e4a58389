import { readFileSync } from 'node:fs'
import { isRefusal, type StreamName } from '@pingting/contract'
import type { Hub } from '../dispatch.ts'
import { idOf } from '../ids.ts'
import type { Logger } from '../process/log.ts'

const RETRY_MS = 500
const TRIES_MAX = 60

/**
 * Founds what the file says. The ids are made from the places, so every later start only repeats what is there, and one
 * that was cut off is finished by the next. A house that another file founded, as after a restore, stays as it is.
 */
export async function seed(hub: Hub, path: string, log: Logger): Promise<void> {
  const steps = JSON.parse(readFileSync(path, 'utf8')) as { stream: StreamName; command: object }[]
  for (const [place, { stream, command }] of steps.entries()) {
    const founding = () =>
      hub.submit(stream, { ...command, commandId: idOf('seed', place) }, { kind: 'system', part: 'seed' })
    let outcome = await founding()
    // The hub that owns the stream may just be starting, or ending.
    for (let tries = 1; tries < TRIES_MAX && isRefusal(outcome) && outcome.refused === 'hub.unavailable'; tries += 1) {
      await new Promise(resolve => setTimeout(resolve, RETRY_MS))
      outcome = await founding()
    }
    if (!isRefusal(outcome)) continue
    if (outcome.refused !== 'command.id-reused')
      throw new Error(`the seed was refused at step ${place}: ${outcome.refused}`)
    log.warn({ place }, 'this was founded with other words before, and stays as it is')
  }
}
