import { readFileSync } from 'node:fs'
import { isRefusal, type Refusal, refusals, type StreamName } from '@pingting/contract'
import { z } from 'zod'
import type { Hub } from '../dispatch.ts'
import { idOf } from '../ids.ts'
import { ConfigurationError } from '../process/config.ts'
import type { Logger } from '../process/log.ts'

const RETRY_MS = 500
const TRIES_MAX = 60
/** What a command has to be is told by whoever takes it. */
const Steps = z.array(z.strictObject({ stream: z.string().regex(/^(city|hall|lot):./), command: z.looseObject({}) }))

/**
 * Founds what the file says. The ids are made from the places, so every later start only repeats what is there, and one
 * that was cut off is finished by the next. A house that another file founded, as after a restore, stays as it is.
 * @throws ConfigurationError with a sentence that names the step, counted from 1, and the fields that are not right.
 */
export async function seed(hub: Hub, path: string, log: Logger): Promise<void> {
  const steps = stepsIn(path)
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
      throw refusedAt(place + 1, 'paths' in outcome ? { ...outcome, about: outcome.paths.join(', ') } : outcome)
    log.warn({ place }, 'this was founded with other words before, and stays as it is')
  }
}

function stepsIn(path: string): { stream: StreamName; command: object }[] {
  try {
    return Steps.parse(JSON.parse(readFileSync(path, 'utf8'))) as { stream: StreamName; command: object }[]
  } catch (error) {
    const why =
      error instanceof z.ZodError
        ? error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
        : (error as Error).message
    throw new ConfigurationError(
      `SEED_FILE ${path} 不是建厅文件 / is no list of {"stream", "command"}, as docs/operating.md has one: ${why}`,
    )
  }
}

function refusedAt(step: number, { refused, about = '' }: Refusal): ConfigurationError {
  const { zh, en } = refusals[refused]
  const named = about === '' ? refused : `${refused}: ${about}`
  return new ConfigurationError(
    `SEED_FILE 第 ${step} 步被拒绝：${zh} / SEED_FILE: step ${step} was refused (${named}). ${en}`,
  )
}
