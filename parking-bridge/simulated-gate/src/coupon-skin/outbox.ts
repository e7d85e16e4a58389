import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import type { Parts } from '../opcua-skin/face.ts'
import { pushesOf } from './pushes.ts'
import { signed } from './signing.ts'
import { msTextOf } from './times.ts'

const ANSWER_MS = 10_000
const AGAIN_FIRST_MS = 100
const AGAIN_MAX_MS = 2_000
const ACCEPTED = '1001'

/** How far the facts of a ledger have been accepted. */
interface Place {
  controllerEpoch: string
  seq: number
}

/** Pushes what happens, one fact after the other, each until it is accepted; the place survives a crash. */
export class Outbox {
  #parts: Parts
  #url: string
  #file: string
  #place: Place
  #closing = new AbortController()
  #news = Promise.withResolvers<void>()

  constructor(parts: Parts, url: string, file: string) {
    this.#parts = parts
    this.#url = url
    this.#file = file
    const { controllerEpoch } = parts.controller.ledger
    const place = placeIn(file)
    this.#place = place?.controllerEpoch === controllerEpoch ? place : { controllerEpoch, seq: 0 }
  }

  open(): void {
    this.#parts.controller.onCommit(() => this.#news.resolve())
    void this.#run().catch((error: unknown) => {
      if (!this.#closing.signal.aborted) this.#parts.log.error({ err: error }, 'the pushes have broken')
    })
  }

  close(): void {
    this.#closing.abort()
    this.#news.resolve()
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing
    while (!signal.aborted) {
      this.#news = Promise.withResolvers()
      const { events } = this.#parts.controller.ledger
      const first = events[0]?.sequenceNumber ?? 1
      for (let index = Math.max(0, this.#place.seq + 1 - first); index < events.length; index += 1) {
        for (const push of pushesOf(events, index)) await this.#deliver(push.path, push.fields)
        this.#advance(events[index]!.sequenceNumber)
      }
      await this.#news.promise
    }
  }

  async #deliver(path: string, fields: Record<string, string>): Promise<void> {
    const { log } = this.#parts
    for (let pauseMs = AGAIN_FIRST_MS; ; pauseMs = Math.min(AGAIN_MAX_MS, 2 * pauseMs)) {
      const code = await this.#post(path, fields)
      if (code === ACCEPTED) return
      log.info({ path, code }, 'a push was not accepted')
      await wait(pauseMs, undefined, { signal: this.#closing.signal })
    }
  }

  /** Each repeat has a time stamp of its own. @returns what was answered, or why nothing was. */
  async #post(path: string, fields: Record<string, string>): Promise<string> {
    const { config, controller } = this.#parts
    const common = { app_id: config.GATE_USER, park_uuid: config.SITE_ID, timestamp: msTextOf(controller.clock()) }
    try {
      const response = await fetch(new URL(path, this.#url), {
        method: 'POST',
        body: new URLSearchParams(signed({ ...common, ...fields }, config.GATE_PASSWORD)),
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(ANSWER_MS)]),
      })
      return String(((await response.json()) as { code?: unknown }).code)
    } catch (error) {
      this.#closing.signal.throwIfAborted()
      return (error as Error).message
    }
  }

  #advance(seq: number): void {
    this.#place = { ...this.#place, seq }
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#place))
    renameSync(`${this.#file}.new`, this.#file)
  }
}

function placeIn(file: string): Place | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Place
  } catch {
    return undefined
  }
}
